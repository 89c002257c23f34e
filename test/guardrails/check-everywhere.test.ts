import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ComponentSource, type RenderOptions, renderPlatform } from '../../src/index.ts';
import { GuardrailValidation } from '../../src/validation.ts';
import { folderWith, runCli } from '../cli/run-cli.ts';
import { foundation, type SmallEnv, SmallService, smallPlatform } from '../constructs/small-platform.ts';

let folder = '';
let annotations: Record<string, string> = {};

/** A component with an object that the guardrails refuse. */
class Leak extends SmallService {
  constructor(env: SmallEnv) {
    super(env, 'leak', { owner: 'platform', phase: 300 });
    const metadata = { name: 'leak', namespace: this.componentNamespace, annotations };
    const [key, value] = ['password', ['change', 'me-9f3k2'].join('')] as const;
    new ApiObject(this, 'leak', { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { [key]: value } } as never);
  }
}

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
};

const render = (options: Pick<RenderOptions, 'configuration'> = {}) => {
  const components: readonly ComponentSource[] = [...foundation, Leak];
  return renderPlatform(smallPlatform(), { components, ...options });
};

/** Every file of the output, as a run that was not stopped would have written it. */
async function written(): Promise<readonly string[]> {
  const { files } = await render({ configuration: false });
  const paths = [...files.keys()].filter((file) => !file.includes('/values/')).map((file) => `dist/${file}`);
  write(Object.fromEntries([...files].map(([file, text]) => [`dist/${file}`, text])));
  return paths;
}

/** The codes of the errors and warnings that each way of checking the same objects ends with. */
const programs: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'vaultwright check': async () => {
    await written();
    const { status, out, err } = await runCli(['check', 'dist', '--format', 'json'], folder);
    if (status > 1) throw new Error(err);
    return (JSON.parse(out) as { findings: { code: string; severity: string }[] }).findings
      .filter(({ severity }) => severity !== 'note')
      .map(({ code }) => code);
  },
  'the plugin of cdk8s synth': async () => {
    const manifests = (await written()).map((file) => join(folder, file));
    const codes: string[] = [];
    const report = {
      addViolation: ({ ruleName }: { ruleName: string }) => void codes.push(ruleName.slice(0, 6)),
      submit: () => undefined,
    };
    await new GuardrailValidation({}).validate({ manifests, report, logger: { log: () => undefined } });
    return codes;
  },
  synthesis: async () =>
    (await render()).diagnostics.filter(({ severity }) => severity !== 'note').map(({ code }) => code),
};

beforeEach(() => {
  folder = folderWith({});
  annotations = {};
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const suppression = (rest: string) =>
  `suppressions:\n- {rule: no-inline-secret, reason: replaced by the end of the year, ${rest}}\n`;

describe.each(Object.entries(programs))('%s', (_name, codes) => {
  test('finds it', async () => {
    expect(new Set(await codes())).toEqual(new Set(['VW3001']));
  });

  test.each<[string, () => Promise<void> | void]>([
    [
      'an annotation',
      () => {
        annotations = { 'vaultwright.io/ignore': 'no-inline-secret: known' };
      },
    ],
    ['the name of the file', () => write({ 'vaultwright.config.yaml': suppression('file: dist/**/leak.k8s.yaml') })],
    [
      'the name of the object',
      () => write({ 'vaultwright.config.yaml': suppression('object: {kind: Secret, name: leak}') }),
    ],
    ['a rule that is off', () => write({ 'vaultwright.config.yaml': 'rules: {no-inline-secret: off}\n' })],
    [
      'a baseline, which check wrote',
      async () => {
        await written();
        write({ 'vaultwright.config.yaml': 'baseline: known.jsonl\n' });
        await runCli(['check', 'dist', '--write-baseline'], folder);
      },
    ],
  ])('accepts what %s accepts', async (_by, accept) => {
    await accept();
    expect(await codes()).toEqual([]);
  });

  test('is not silenced by a suppression that has expired', async () => {
    write({ 'vaultwright.config.yaml': suppression('file: dist/**, until: "2020-01-01"') });
    expect(new Set(await codes())).toContain('VW3001');
  });

  test('does not run by a configuration that is not understood', async () => {
    write({ 'vaultwright.config.yaml': 'ruels: {}\n' });
    await expect(codes()).rejects.toThrow(/VW2002/);
  });
});

test('synthesis finds a credential in the reason of an annotation', async () => {
  const reason = `password=${['change', 'me-9f3k2'].join('')}`;
  annotations = { 'vaultwright.io/ignore': `no-inline-secret: ${reason}` };
  expect((await render()).diagnostics.map(({ code }) => code)).toContain('VW3005');
});

describe('what a part of the repository does not show', () => {
  test.each([
    ['a suppression', suppression('file: charts/**')],
    ['an entry of the baseline', 'baseline: known.jsonl\nrules: {no-inline-secret: off}\n'],
  ])('makes no finding of %s that is about the rest', async (_what, configuration) => {
    const entry = { rule: 'no-inline-secret', file: 'charts/a.yaml' };
    write({
      'vaultwright.config.yaml': `${configuration}`,
      'known.jsonl': `{"vaultwrightBaseline":1}\n${JSON.stringify(entry)}\n`,
    });
    const codes = (await render()).diagnostics.map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith('VW20'))).toEqual([]);
  });
});

test('names of stores in the configuration are known beside those of the platform', async () => {
  write({ 'vaultwright.config.yaml': 'storeNames: [elsewhere]\nrules: {no-inline-secret: off}\n' });
  class Foreign extends SmallService {
    constructor(env: SmallEnv) {
      super(env, 'foreign', { owner: 'platform', phase: 300 });
      const store = { kind: 'ClusterSecretStore', name: env.environment.name === 'live' ? 'unknown' : 'elsewhere' };
      new ApiObject(this, 'foreign', {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: 'foreign', namespace: this.componentNamespace },
        spec: { secretStoreRef: store, target: { name: 'foreign' }, dataFrom: [{ extract: { key: 'a' } }] },
      } as never);
    }
  }
  const { diagnostics } = await renderPlatform(smallPlatform(), { components: [...foundation, Foreign] });
  const aliases = diagnostics.filter(({ code }) => code === 'VW3112');
  expect(aliases.map(({ place }) => place.environment)).toEqual(['live']);
});
