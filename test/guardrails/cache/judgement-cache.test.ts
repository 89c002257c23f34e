import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FolderCache } from '../../../src/guardrails/cache/judgement-cache.ts';
import { checkRepository, type RepositoryCheck } from '../../../src/guardrails/check-repository.ts';
import { type ConfigurationInput, resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { allRules } from '../../../src/guardrails/engine/registry.ts';
import { reportJson } from '../../../src/guardrails/reporters/json.ts';
import { reportTerminal } from '../../../src/guardrails/reporters/terminal.ts';
import { propertyRuns } from '../../property-runs.ts';

let home: string;
let tree: string;
let location: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vaultwright-cache-'));
  tree = join(home, 'tree');
  location = join(home, 'caches/vaultwright/check');
  mkdirSync(tree);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(tree, name)), { recursive: true });
  writeFileSync(join(tree, name), text);
};

interface Asked extends Partial<RepositoryCheck> {
  readonly program?: string;
  readonly settings?: ConfigurationInput;
}

/** Checks the tree, and returns every report of what was found and what the cache did. */
async function check({ program = 'one', settings, ...asked }: Asked = {}, isCached = true) {
  const result = await checkRepository({
    paths: ['.'],
    workingDirectory: tree,
    policy: { configuration: resolveConfiguration(settings), suppressions: [] },
    counts: true,
    cache: isCached ? new FolderCache(location, program) : undefined,
    ...asked,
  });
  const { diagnostics, sources, files, manifests, suppressed, baselined } = result;
  const { cache, ...statistics } = result.statistics ?? {};
  const summary = { files, manifests, suppressed, baselined };
  const report = { diagnostics, summary, statistics, sources, rules: allRules, version: '1' } as never;
  const text = reportJson(report) + reportTerminal(report, { color: false, frames: true });
  return { outcome: cache?.outcome, text };
}

const value = ['kept', 'away', '7f3Qz'].join('-');
const secret = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: ${value}\n`;
const entries = (): string[] => readdirSync(location).filter((name) => /^[0-9a-f]{64}$/.test(name));
const entry = (): string => join(location, entries()[0] ?? 'none');

describe('what was found is found again', () => {
  test('where nothing has changed, without judging', async () => {
    write('db.yaml', secret);
    const first = await check();
    const second = await check();
    expect([first.outcome, second.outcome]).toEqual(['first run', 'unchanged']);
    expect(second.text).toBe(first.text);
    expect(first.text).toContain('no-inline-secret');
  });

  test.each<[string, () => Asked | undefined | unknown]>([
    ['a file', () => write('db.yaml', secret.replace('name: db', 'name: dc'))],
    [
      'a file of the same size and time',
      () => {
        const { atime, mtime } = statSync(join(tree, 'db.yaml'));
        write('db.yaml', secret.replace('name: db', 'name: dc'));
        utimesSync(join(tree, 'db.yaml'), atime, mtime);
      },
    ],
    ['a file that comes', () => write('other.yaml', secret)],
    ['a file that goes', () => rmSync(join(tree, 'db.yaml'))],
    ['a file in a further folder', () => write('a/b/c.yaml', secret)],
    ['a list of ignored files', () => write('.gitignore', 'db.yaml\n')],
    ['a link', () => symlinkSync('db.yaml', join(tree, 'link.yaml'))],
    ['what a kustomization brings from a file of any name', () => write('kustomize/secret.bin', 'other=1\n')],
    ['a setting', () => ({ settings: { rules: { 'no-inline-secret': 'warning' } } })],
    ['the program', () => ({ program: 'two' })],
    ['a further glob', () => ({ also: ['*.env'] })],
    ['what standard input gives', () => ({ streams: [{ name: '<stdin>', bytes: Buffer.from(secret) }] })],
  ])('not where %s has changed', async (_, change) => {
    write('db.yaml', secret);
    write('app.env', `PASSWORD=${value}\n`);
    write('kustomize/kustomization.yaml', 'secretGenerator:\n  - {name: k, files: [secret.bin]}\n');
    write('kustomize/secret.bin', `token=${value}\n`);
    await check();
    const asked = (change() ?? {}) as Asked;
    const { outcome, text } = await check(asked);
    expect(outcome).not.toBe('unchanged');
    expect(text).toBe((await check(asked, false)).text);
    expect(await check(asked)).toEqual({ outcome: 'unchanged', text });
  });

  test('by everything that is read: one file asks the machine, and notes what it is told', () => {
    const source = join(import.meta.dirname, '../../../src/guardrails');
    const asks = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ts') &&
        /'node:(?:fs|os|child_process)|process\.env|fetch\(/.test(readFileSync(join(source, file), 'utf8')),
    );
    // What accepts findings is no part of what is kept.
    expect(asks.filter((file) => !/^(?:adoption|cache)\//.test(file)).sort()).toEqual([
      'reading/decode-file.ts',
      'reading/helm/program.ts',
      'reading/regular-file.ts',
    ]);
  });

  test('where only what nobody reads has changed', async () => {
    write('db.yaml', secret);
    write('README.md', 'one');
    await check();
    write('README.md', 'two');
    expect((await check()).outcome).toBe('unchanged');
  });

  test('of a program of the tree that says who makes a Secret', async () => {
    write(
      'pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec: {volumes: [{name: v, secret: {secretName: login}}]}\n',
    );
    write('map.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: other, namespace: n}\n');
    write('infra/main.tf', 'nothing');
    const first = await check();
    write('infra/main.tf', 'resource "kubernetes_secret" "a" {\n  metadata {\n    name = "login"\n  }\n}\n');
    const second = await check();
    expect(second.outcome).toBe('changed');
    expect(second.text).not.toBe(first.text);
  });

  test('by today, by the baseline and by the scope of this run', async () => {
    write('db.yaml', secret.replace(value, `${value} # vaultwright-ignore no-inline-secret until 2031-01-01: known`));
    vi.useFakeTimers({ now: new Date('2030-12-31'), toFake: ['Date'] });
    try {
      const before = await check();
      vi.setSystemTime(new Date('2031-01-02'));
      const after = await check();
      expect(after.outcome).toBe('unchanged');
      expect(before.text).not.toContain('VW2011');
      expect(after.text).toContain('VW2011');
      expect(after.text).toBe((await check({}, false)).text);
    } finally {
      vi.useRealTimers();
    }
  });

  test('of charts, unless helm, a chart or its values have changed, or time decided', async () => {
    const bin = join(home, 'bin');
    mkdirSync(bin);
    const helm = (version: string, script: string): void => {
      writeFileSync(join(bin, 'helm'), `#!/bin/sh\n[ "$1" = version ] && echo ${version} && exit 0\n${script}\n`);
      chmodSync(join(bin, 'helm'), 0o755);
    };
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
    const prints = `cat <<'E'\n---\n# Source: c/templates/x.yaml\n${secret}E`;
    helm('v3.16.0', prints);
    write('c/Chart.yaml', 'name: c\n');
    write('c/templates/x.yaml', secret.replace('metadata', '# {{ .Values.a }}\nmetadata'));
    write('c/files/read.txt', 'one');
    const outcomes: unknown[] = [];
    const run = async (): Promise<void> => void outcomes.push((await check({ helm: 'always' })).outcome);
    await run();
    await run();
    write('c/files/read.txt', 'two');
    await run();
    helm('v3.17.0', prints);
    await run();
    await run();
    expect(outcomes).toEqual(['first run', 'unchanged', 'changed', 'changed', 'unchanged']);
    // What is printed without end is cut off at a bound.
    helm('v3.18.0', 'yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    expect((await check({ helm: 'always' })).outcome).toBe('not kept');
  });

  test('in any tree, after any edits', async () => {
    const texts = allRules.flatMap(({ examples }) =>
      [...examples.failing, ...examples.passing].flatMap(({ files }) => Object.values(files)),
    );
    const name = fc.constantFrom(
      'a.yaml',
      'b.yaml',
      'apps/c.yaml',
      'apps/values.yaml',
      'kustomization.yaml',
      '.gitignore',
      'x.sh',
    );
    const edit = fc.oneof(
      { weight: 5, arbitrary: fc.tuple(fc.constant('write'), name, fc.constantFrom(...texts, 'a.yaml\n', '{{ x')) },
      fc.tuple(fc.constant('remove'), name, fc.constant('')),
      fc.tuple(fc.constant('append'), name, fc.constantFrom('\n', '# a\n', 'password: x9f2kq\n')),
      fc.tuple(fc.constant('nothing'), name, fc.constant('')),
    );
    let again = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 12 }), async (edits) => {
        rmSync(tree, { recursive: true });
        write('first.yaml', secret);
        for (const [act, file, text] of edits) {
          if (act === 'write') write(file, text);
          else if (act === 'remove') rmSync(join(tree, file), { force: true });
          else if (act === 'append' && existsSync(join(tree, file))) appendFileSync(join(tree, file), text);
          const { outcome, text: found } = await check();
          if (outcome === 'unchanged') again++;
          expect(found).toBe((await check({}, false)).text);
        }
      }),
      { numRuns: propertyRuns(60) },
    );
    expect(again).toBeGreaterThan(0);
  });
});

describe('what others wrote is not there', () => {
  const kept = async (): Promise<Buffer> => {
    write('db.yaml', secret);
    await check();
    return readFileSync(entry());
  };
  const outcomeOf = async (): Promise<unknown> => {
    const { outcome, text } = await check();
    expect(text).toBe((await check({}, false)).text);
    return outcome;
  };

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['another finding', (bytes) => Buffer.from(bytes.toString('latin1').replace('"error"', '"notes"'), 'latin1')],
    [
      'no finding',
      (bytes) =>
        Buffer.from(
          bytes.toString('latin1').replace(/"diagnostics":\[.*?\],"files"/, '"diagnostics":[],"files"'),
          'latin1',
        ),
    ],
    ['a part', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['its head alone', (bytes) => bytes.subarray(0, bytes.indexOf('\n'))],
    ['nothing', () => Buffer.alloc(0)],
    ['more', (bytes) => Buffer.concat([bytes, Buffer.from(' ')])],
    ['no digest', (bytes) => bytes.subarray(bytes.indexOf('\n') + 1)],
    ['no text', () => Buffer.from([0xff, 0x0a, 0xfe])],
  ])('an entry of which stands %s', async (_, change) => {
    const bytes = await kept();
    expect(change(bytes)).not.toEqual(bytes);
    writeFileSync(entry(), change(bytes));
    expect(await outcomeOf()).toBe('first run');
    expect(await outcomeOf()).toBe('unchanged');
  });

  test('an entry of another tree, another key or another way of asking', async () => {
    await kept();
    const mine = entry();
    await check({ program: 'two' });
    const other = entries()
      .map((name) => join(location, name))
      .find((path) => path !== mine);
    cpSync(String(other), mine);
    expect(await outcomeOf()).toBe('first run');
    writeFileSync(join(location, 'key'), Buffer.alloc(32, 7));
    expect(await outcomeOf()).toBe('first run');
    expect(entries()).toHaveLength(3);
  });

  test('an entry that is a link', async () => {
    await kept();
    renameSync(entry(), join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), join(location, 'f'.repeat(64)));
    expect(await outcomeOf()).toBe('first run');
  });

  test('a key that was cut off', async () => {
    await kept();
    writeFileSync(join(location, 'key'), 'short');
    expect(await outcomeOf()).toBe('first run');
    expect(readFileSync(join(location, 'key'))).toHaveLength(32);
    expect(await outcomeOf()).toBe('unchanged');
  });
});

describe('who may read and write it', () => {
  const refused = (asked: Asked = {}) =>
    expect(check(asked)).rejects.toMatchObject({ diagnostics: [{ code: 'VW1095' }] });

  test('its user alone', async () => {
    write('db.yaml', secret);
    await check();
    const modes = [location, join(location, 'key'), entry()].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  test.each<[string, () => void]>([
    ['a folder that others may read', () => chmodSync(location, 0o750)],
    ['a folder that others may write', () => chmodSync(location, 0o702)],
    [
      'a link to a folder',
      () => {
        renameSync(location, join(home, 'moved'));
        symlinkSync(join(home, 'moved'), location);
      },
    ],
    [
      'a file',
      () => {
        rmSync(location, { recursive: true });
        writeFileSync(location, '');
      },
    ],
    ['a key that others may read', () => chmodSync(join(location, 'key'), 0o640)],
    [
      'a key that is a link',
      () => {
        renameSync(join(location, 'key'), join(home, 'key'));
        symlinkSync(join(home, 'key'), join(location, 'key'));
      },
    ],
    [
      'a folder in the tree',
      () => {
        location = join(tree, 'cache');
      },
    ],
    [
      'a folder that a link brings into the tree',
      () => {
        symlinkSync(tree, join(home, 'around'));
        location = join(home, 'around/cache');
      },
    ],
    [
      'a folder in the repository of the tree',
      () => {
        mkdirSync(join(home, '.git'));
      },
    ],
  ])('%s is refused', async (_, change) => {
    write('db.yaml', secret);
    await check();
    change();
    await refused();
  });

  test.runIf(process.getuid?.() === 0)('a folder of another user is refused', async () => {
    write('db.yaml', secret);
    await check();
    const { chownSync } = await import('node:fs');
    chownSync(location, 12_345, 12_345);
    await refused();
  });

  test('nothing of it tells a value, nor a reason, nor a digest that anyone could try values against', async () => {
    const reason = 'a reason of mine';
    write('db.yaml', `${secret}  token: ${value} # vaultwright-ignore no-inline-secret: ${reason}\n`);
    write('short.yaml', value);
    await check();
    const text = readFileSync(entry(), 'latin1');
    expect(text).toContain('no-inline-secret');
    const texts = [
      value,
      secret,
      `${secret}\n`,
      readFileSync(join(tree, 'db.yaml')),
      readFileSync(join(tree, 'short.yaml')),
    ];
    const digests = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
      texts.flatMap((each) => (['hex', 'base64'] as const).map((as) => createHash(algorithm).update(each).digest(as))),
    );
    for (const part of [value, reason, Buffer.from(value).toString('base64'), ...digests])
      expect(text).not.toContain(part);
  });

  test('what is too old or too much goes, drafts of killed runs too', async () => {
    write('db.yaml', secret);
    await check();
    writeFileSync(join(location, 'x.draft'), '');
    utimesSync(join(location, 'x.draft'), 0, 0);
    for (let at = 0; at < 70; at++) {
      const old = join(location, at.toString(16).padStart(64, '0'));
      writeFileSync(old, '');
      utimesSync(old, 1000 + at, 1000 + at);
    }
    expect((await check()).outcome).toBe('unchanged');
    await check({ program: 'two' });
    expect(entries()).toHaveLength(64);
    expect(entries()).not.toContain('0'.repeat(64));
    expect(existsSync(join(location, 'x.draft'))).toBe(false);
    expect((await check()).outcome).toBe('unchanged');
  });

  test.runIf(process.getuid?.() !== 0)('a folder that cannot be written keeps nothing and fails no run', async () => {
    write('db.yaml', secret);
    await check();
    chmodSync(location, 0o500);
    expect((await check({ program: 'two' })).outcome).toBe('not kept');
  });
});
