import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type ComponentSource,
  type Diagnostic,
  definePlatform,
  formatDiagnostic,
  type RenderedPlatform,
  renderPlatform,
} from '../../src/index.ts';
import { problems } from '../../src/model/diagnostics/problems.ts';
import { propertyRuns } from '../property-runs.ts';
import type { Defect } from './defects/defect.ts';
import { defects } from './defects/defects.ts';
import { foundation, lentPlatform, malformedPlatform, smallPlatform } from './small-platform.ts';

/** Where each arrow stands: the declaration that a person would be sent to. */
const arrows = new Map(
  [
    'small-platform.ts',
    ...readdirSync(path.join(import.meta.dirname, 'defects')).map((name) => `defects/${name}`),
  ].flatMap((name) => {
    const file = path.join(import.meta.dirname, name);
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const word = line.match(/\/\/ ← (\S+)$/)?.[1];
        return word === undefined
          ? []
          : [[word, `${path.relative(process.cwd(), file).replaceAll('\\', '/')}:${index + 1}`]];
      }) as [string, string][];
  }),
);

type Arrange = (components: readonly ComponentSource[]) => readonly ComponentSource[];

async function render(chosen: readonly Defect[], arrange: Arrange = (same) => same): Promise<RenderedPlatform> {
  const definitions = new Set(chosen.map(({ definition }) => definition));
  const platform = definitions.has('malformed')
    ? malformedPlatform()
    : definitions.has('lent')
      ? lentPlatform()
      : smallPlatform();
  const declared = chosen.map((defect) => defect.declare(platform));
  return renderPlatform(platform, {
    components: arrange([...foundation, ...declared.flatMap(({ components = [] }) => components)]),
    recipeOverrides: declared.flatMap(({ recipeOverrides = [] }) => recipeOverrides),
    phaseCorrections: Object.assign({}, ...declared.map(({ phaseCorrections }) => phaseCorrections)),
  });
}

/** Findings about declarations; those of the guardrails on the same defects have tests of their own. */
const aboutDeclarations = ({ diagnostics }: RenderedPlatform): readonly Diagnostic[] =>
  diagnostics.filter(({ code }) => code.startsWith('VW1'));

const spelled = (code: string, place: string | undefined, construct: string | undefined): string =>
  [code, place ?? 'nowhere', construct ?? 'no construct'].join(' ');

const found = (diagnostics: readonly Diagnostic[]): string[] => [
  ...new Set(
    diagnostics.map(({ code, place: { position, constructPath } }) =>
      spelled(code, position && `${position.file}:${position.line}`, constructPath),
    ),
  ),
];

const wanted = (defect: Defect): string[] => [
  ...new Set(
    defect.expected.map(({ code, at, construct }) => spelled(code, at && (arrows.get(at) ?? `arrow ${at}`), construct)),
  ),
];

describe('a declaration with', () => {
  test.each(defects)('$title is told by its code, its construct and its line, and by nothing else', async (defect) => {
    expect(found(aboutDeclarations(await render([defect]))).sort()).toEqual(wanted(defect).sort());
  });
});

test('sound declarations alone are no problem', async () => {
  expect((await render([])).diagnostics).toEqual([]);
});

test('a malformed configuration of the guardrails is told with everything else', async () => {
  const platform = smallPlatform();
  platform.vault.generated('/slash');
  const guardrails = { presets: ['no-such-preset'], mount: 1 } as never;
  const { diagnostics } = await renderPlatform(platform, { components: foundation, guardrails });
  expect(diagnostics.map(({ code, place: { field } }) => [code, field])).toEqual([
    ['VW1001', undefined],
    ['VW1201', 'guardrails.mount'],
    ['VW1201', 'guardrails.presets.0'],
  ]);
});

test('a malformed definition is told field by field, without its values', () => {
  const regulated = {
    cluster: 'nowhere',
    namespace: 'a',
    lifecycle: 'regulated',
    vault: { address: 'https://vault.example', autoUnseal: { type: 'awskms', region: 'r', kmsKeyId: 'k' } },
    upstream: { type: 'local', secret: 's', key: 'k' },
  };
  const environments = {
    clustered: regulated,
    misspelled: {
      ...regulated,
      cluster: 'lab',
      colour: 'not-a-real-one',
      upstream: { ...regulated.upstream, token: 1 },
    },
    initialised: { ...regulated, vault: { ...regulated.vault, bootstrap: { initialize: true } }, namespace: 'A' },
  };
  const clusters = { lab: { stores: 'none' } };
  const { problems: told } = definePlatform({ store: 's', other: 1, clusters, environments } as never);
  expect(told.map(({ code, what }) => `${code} ${what}`).sort()).toMatchInlineSnapshot(`
    [
      "VW1201 clusters.lab.stores: Invalid option: expected one of "cluster"|"namespaced"",
      "VW1201 environments.clustered.cluster: "nowhere" is not a cluster",
      "VW1201 environments.initialised.cluster: "nowhere" is not a cluster",
      "VW1201 environments.initialised.namespace: must be a DNS label of at most 63 characters",
      "VW1201 environments.initialised.vault.bootstrap: is for ephemeral environments only",
      "VW1201 environments.misspelled.colour: there is no such field",
      "VW1201 environments.misspelled.upstream.token: there is no such field",
      "VW1201 other: there is no such field",
    ]
  `);
});

test('every problem that declarations can have is among the defects', () => {
  // A policy of a mebibyte has a test of its own, in configurator-job.test.ts; here it would be made many
  // times.
  const covered = new Set(['VW1215', ...defects.flatMap(({ expected }) => expected.map(({ code }) => code))]);
  expect(Object.keys(problems).filter((code) => !covered.has(code))).toEqual([]);
});

describe('a platform with every defect', () => {
  let diagnostics: readonly Diagnostic[];
  beforeAll(async () => {
    ({ diagnostics } = await render(defects));
  });

  test('has all of them told in one run, sorted, each with what to do about it', () => {
    expect(found(diagnostics)).toEqual(expect.arrayContaining(defects.flatMap(wanted)));
    const files = diagnostics.map(({ place }) => place.position?.file ?? '~');
    expect(files).toEqual([...files].sort());
    for (const { what, why, fix } of diagnostics) for (const text of [what, why, fix]) expect(text).not.toBe('');
    expect(diagnostics.map(formatDiagnostic).join('\n')).not.toContain('not-a-real-one');
  });

  test('is told the same way in any order of its declarations', async () => {
    const told = diagnostics.map(formatDiagnostic);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...defects], { minLength: defects.length }), async (shuffled) => {
        expect(
          (await render(shuffled, (components) => components.toReversed())).diagnostics.map(formatDiagnostic),
        ).toEqual(told);
      }),
      { numRuns: propertyRuns(2) },
    );
  });
});
