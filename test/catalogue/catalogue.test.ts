import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { ameide, components, phaseCorrections, recipeOverrides } from '../../src/platform.ts';
import {
  type CatalogueComponent,
  type CatalogueKey,
  type CatalogueSecret,
  catalogue,
  catalogueFile,
} from './catalogue.ts';
import { type Deviation, deviations, moves, readDeviations } from './deviations.ts';
import { type RenderedEnvironment, type RenderedSecret, readRenderedSecrets } from './rendered-secrets.ts';

const { files, manifests, diagnostics } = await renderPlatform(ameide, {
  components,
  phaseCorrections,
  recipeOverrides,
});
const environments = [...ameide.environments.values()];
const rendered = new Map<string, RenderedEnvironment>(
  environments.map(({ name }) => [name, readRenderedSecrets(files, name)]),
);

/** A Secret that the catalogue wants in one namespace of one environment. */
interface Wanted {
  readonly environment: string;
  readonly component: string;
  readonly namespace: string;
  readonly entry: CatalogueSecret;
  readonly secret: string;
  readonly externalSecret: string | null;
  readonly keys: readonly { readonly key: string; readonly vaultKeys: readonly string[]; readonly of: CatalogueKey }[];
}

const used = new Set<Deviation>();
const wanted = catalogue.components.flatMap((component) =>
  component.owns.flatMap((entry) => wantedOf(component, entry)),
);

function wantedOf(component: CatalogueComponent, entry: CatalogueSecret): Wanted[] {
  const slots = entry.secret.includes('{slot}') ? (component.slots ?? []) : [undefined];
  const limit = [entry.environments, component.environments].filter((names) => names !== undefined);
  return environments
    .filter(({ name }) => limit.every((names) => names.includes(name)))
    .flatMap((environment) => {
      const namespaces = entry.namespaces ?? [entry.namespace ?? component.namespace ?? '{envNamespace}'];
      return namespaces.flatMap((namespace) =>
        slots.flatMap((slot): Wanted[] => {
          const fill = (text: string): string =>
            text
              .replaceAll('{envNamespace}', environment.namespace)
              .replaceAll('{consumerNamespace}', environment.namespace)
              .replaceAll('{envSuffix}', environment.suffix)
              .replaceAll('{env}', environment.name)
              .replaceAll('{service}', 'backstage')
              .replaceAll('{slot}', String(slot));
          const applies = (deviation: Deviation): boolean =>
            deviation.secret === entry.secret &&
            (deviation.environments?.includes(environment.name) ?? true) &&
            (deviation.namespaces?.includes(namespace) ?? true);
          const leftOut = deviations.filter((deviation) => applies(deviation));
          for (const deviation of leftOut) used.add(deviation);
          if (leftOut.some(({ key }) => key === undefined)) return [];
          const keys = entry.keys
            .filter((key) => key.environments?.includes(environment.name) ?? true)
            .filter(({ key }) => !leftOut.some((deviation) => deviation.key === key))
            .map((key) => ({
              key: key.key,
              vaultKeys: [key.vaultKey, ...key.alsoReads]
                .filter((path) => path !== null)
                .map(fill)
                .sort(),
              of: key,
            }));
          return [
            {
              environment: environment.name,
              component: component.component,
              namespace: fill(namespace),
              entry,
              secret: fill(entry.secret),
              externalSecret: entry.externalSecret === null ? null : fill(entry.externalSecret),
              keys,
            },
          ];
        }),
      );
    });
}

const find = ({ environment, namespace, secret }: Wanted): RenderedSecret | undefined =>
  rendered.get(environment)?.secrets.find((one) => one.namespace === namespace && one.secret === secret);

describe('the catalogue', () => {
  test('is the shared one, byte for byte, where that exists', () => {
    const shared = join(import.meta.dirname, '../../../shared/catalogue.yaml');
    expect(catalogue.summary.secrets).toBe(catalogue.components.flatMap(({ owns }) => owns).length);
    if (existsSync(shared)) expect(readFileSync(catalogueFile).equals(readFileSync(shared))).toBe(true);
  });

  test('is rendered without a finding', () => {
    expect(diagnostics.map(({ what }) => what)).toEqual([]);
  });

  test.each(wanted.map((one) => [`${one.environment} ${one.namespace}/${one.secret}`, one] as const))(
    '%s',
    (_, one) => {
      const found = find(one);
      expect(found, 'is rendered').toBeDefined();
      expect(found?.externalSecret ?? null).toBe(one.externalSecret);
      expect(found?.keys.map(({ key }) => key)).toEqual(one.keys.map(({ key }) => key).sort());
      if (one.externalSecret === null) return;
      const vaultKeys = Object.fromEntries((found?.keys ?? []).map(({ key, vaultKeys: paths }) => [key, paths]));
      expect(vaultKeys).toEqual(Object.fromEntries(one.keys.map(({ key, vaultKeys: paths }) => [key, paths])));
      expect(found?.type).toBe(one.entry.type);
      expect(found?.component).toBe(moves.find(({ secret }) => secret === one.secret)?.to ?? one.component);
      const isServiceGenerated = one.keys.some(({ of }) => of.origin === 'service-generated' && of.vaultKey !== null);
      expect(found?.refreshInterval).toBe(isServiceGenerated ? '1m0s' : '1h0m0s');
      for (const { key, of } of one.keys)
        expect(found?.keys.find((each) => each.key === key)?.decodingStrategies ?? []).toEqual(
          of.vaultKey === null ? [] : [of.decodingStrategy ?? 'None'],
        );
    },
  );

  test('has every Secret that is rendered', () => {
    const known = new Set(wanted.map(({ environment, namespace, secret }) => `${environment} ${namespace}/${secret}`));
    const extra = [...rendered].flatMap(([environment, { secrets }]) =>
      secrets
        .map(({ namespace, secret }) => `${environment} ${namespace}/${secret}`)
        .filter((name) => !known.has(name)),
    );
    expect(extra).toEqual([]);
  });

  test('has no stale deviation, and each has a reason', () => {
    expect(deviations.filter((deviation) => !used.has(deviation))).toEqual([]);
    expect([...deviations, ...readDeviations].filter(({ reason }) => reason.length < 20)).toEqual([]);
  });

  test('prints its counts', () => {
    const rows = environments.map(({ name }) => {
      const mine = wanted.filter(({ environment }) => environment === name);
      const without = deviations.filter((each) => each.environments?.includes(name) ?? true).length;
      return `${name}: ${mine.length} Secrets, ${mine.reduce((sum, { keys }) => sum + keys.length, 0)} keys, ${without} deviations`;
    });
    console.log(
      `catalogue: ${catalogue.summary.secrets} Secrets, ${catalogue.summary.dataKeys} keys\n${rows.join('\n')}`,
    );
    expect(rows).toEqual([
      'dev: 84 Secrets, 210 keys, 25 deviations',
      'local: 91 Secrets, 231 keys, 15 deviations',
      'production: 67 Secrets, 185 keys, 14 deviations',
      'staging: 54 Secrets, 155 keys, 33 deviations',
    ]);
  });
});

describe('fixtures', () => {
  test.each(environments.map(({ name }) => [name] as const))(
    '%s: every read has an entry with a writer, every entry a reader or a reason',
    (name) => {
      const { secrets, fixtures, mirrored } = rendered.get(name) ?? expect.fail();
      const read = new Set(secrets.flatMap(({ keys }) => keys.flatMap(({ vaultKeys }) => vaultKeys)));
      expect([...read].filter((path) => (fixtures[path]?.writer ?? '') === '')).toEqual([]);
      const composed = new Set(
        Object.values(fixtures).flatMap(({ recipe }) =>
          recipe?.type === 'compose' ? recipe.parts.flatMap((part) => ('key' in part ? [part.key] : [])) : [],
        ),
      );
      const unread = Object.entries(fixtures).filter(
        ([path, { reason }]) => !read.has(path) && !composed.has(path) && !reason,
      );
      expect(unread.map(([path]) => path)).toEqual([]);
      expect(mirrored.filter((path) => read.has(path) || fixtures[path]?.writer !== 'mirror')).toEqual([]);
    },
  );

  const recipes: Readonly<Record<CatalogueKey['fixture'], readonly (string | undefined)[]>> = {
    upstream: ['upstream'],
    generate: ['generate', 'compose'],
    literal: ['literal'],
    derived: ['compose'],
    placeholder: ['placeholder'],
    none: [undefined],
  };

  test.each(environments)('$name: origin and recipe are the catalogue’s', ({ name, lifecycle }) => {
    const { fixtures } = rendered.get(name) ?? expect.fail();
    const wrong = wanted
      .filter(({ environment }) => environment === name)
      .flatMap(({ secret, keys }) =>
        keys.flatMap(({ key, of, vaultKeys }) => {
          const [path] = of.vaultKey === null || of.alsoReads.length > 0 ? [] : vaultKeys;
          if (path === undefined) return [];
          const entry = fixtures[path];
          const allowed = of.fixture === 'placeholder' && lifecycle === 'regulated' ? [undefined] : recipes[of.fixture];
          const isRight = entry?.origin === of.origin && allowed.includes(entry.recipe?.type);
          return isRight ? [] : [`${secret}/${key}: ${path} is ${entry?.origin}, ${entry?.recipe?.type}`];
        }),
      );
    expect(wrong).toEqual([]);
  });
});

describe('components', () => {
  const source = (component: string): string => component.replace(/^foundation-/, '');

  test('all sixteen tracker services have a file', () => {
    expect(catalogue.trackerServices).toHaveLength(16);
    expect(catalogue.trackerServices.filter((name) => !existsSync(`src/services/${name}.ts`))).toEqual([]);
  });

  test('every other component has one, but the retired', () => {
    const missing = catalogue.components
      .filter(({ status }) => status !== 'retired')
      .map(({ component }) => component)
      .filter(
        (name) => ![`src/services/${name}.ts`, `src/foundation/${source(name)}.ts`].some((file) => existsSync(file)),
      );
    expect(missing).toEqual([]);
  });

  const reads = catalogue.components.flatMap(({ component, consumes, environments: limit }) =>
    consumes.flatMap(({ secret, environments: only }) =>
      environments
        .filter(({ name }) => (limit?.includes(name) ?? true) && (only?.includes(name) ?? true))
        .map(({ name }) => [name, component, secret] as const),
    ),
  );

  test.each(reads)('%s: %s names %s in its values', (environment, component, secret) => {
    const document = manifests.find(({ file }) => file === `${environment}/values/${component}.yaml`);
    const isNamed = JSON.stringify(document?.value ?? {}).includes(`"${secret}"`);
    expect(isNamed).toBe(!readDeviations.some((each) => each.component === component && each.secret === secret));
  });
});
