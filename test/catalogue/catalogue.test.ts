import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedRendering } from '../platform/shared-rendering.ts';
import { catalogue, catalogueFile } from './catalogue.ts';
import { deviations, onceACluster, standings } from './deviations.ts';
import { environmentDifferences, lineOf } from './environment-differences.ts';
import {
  type ExpectedEnvironment,
  expectedEnvironments,
  expectedSecrets,
  secretsLeftToAnother,
  standing,
} from './expected-secrets.ts';
import { keysWithoutMarker } from './fixture-differences.ts';
import { RenderedOutput } from './rendered-output.ts';

const repository = path.join(import.meta.dirname, '..', '..');
const source = path.join(repository, '..', 'shared', 'catalogue.yaml');
const { files } = await sharedRendering();

/** Pinned, so that a comparison which comes to see less is noticed. */
const counted = {
  local:
    '91 Secrets with 232 data keys wanted; 71 ExternalSecrets, 20 delivered Secrets and 138 Vault keys rendered; 8 deviations, 0 Secrets left to another environment, 0 keys without the marker',
  dev: '84 Secrets with 211 data keys wanted; 74 ExternalSecrets, 10 delivered Secrets and 147 Vault keys rendered; 7 deviations, 13 Secrets left to another environment, 0 keys without the marker',
  staging:
    '62 Secrets with 174 data keys wanted; 45 ExternalSecrets, 10 delivered Secrets and 115 Vault keys rendered; 25 deviations, 13 Secrets left to another environment, 14 keys without the marker',
  production:
    '67 Secrets with 186 data keys wanted; 50 ExternalSecrets, 18 delivered Secrets and 119 Vault keys rendered; 17 deviations, 0 Secrets left to another environment, 14 keys without the marker',
};

const deviationsIn = ({ name }: ExpectedEnvironment): string[] =>
  deviations
    .filter(({ environments }) => environments.includes(name))
    .flatMap(({ subjects, what }) => subjects.map((subject) => lineOf({ environment: name, subject, what })));

const all = catalogue.components.flatMap((component) => component.owns.map((secret) => ({ component, secret })));

test('the copy of the catalogue is whole, and equals the shared one byte for byte where that is', () => {
  const { inferredDataKeys: _, ...counts } = catalogue.summary;
  expect({
    components: catalogue.components.length,
    secrets: all.length,
    dataKeys: all.reduce((sum, { secret }) => sum + secret.keys.length, 0),
    vaultKeys: Object.keys(catalogue.vaultKeys).length,
  }).toEqual(counts);
  if (fs.existsSync(source)) expect(fs.readFileSync(catalogueFile).equals(fs.readFileSync(source))).toBe(true);
});

describe.each(expectedEnvironments)('in $name', (environment) => {
  test('every Secret, data key, Vault key, recipe and reader is the catalogue’s, but for the deviations', () => {
    const expected = expectedSecrets(environment);
    const rendered = new RenderedOutput(files, environment.name);
    const found = environmentDifferences(environment, files);
    expect(found).toEqual(deviationsIn(environment).sort());
    const keys = expected.reduce((sum, secret) => sum + secret.keys.size, 0);
    const inWords =
      `${expected.length} Secrets with ${keys} data keys wanted; ` +
      `${rendered.externalSecrets.length} ExternalSecrets, ${rendered.delivered.length} delivered Secrets and ` +
      `${Object.keys(rendered.fixtures).length} Vault keys rendered; ${found.length} deviations, ` +
      `${secretsLeftToAnother(environment)} Secrets left to another environment, ` +
      `${keysWithoutMarker(environment, expected)} keys without the marker`;
    console.info(`${environment.name}: ${inWords}`);
    expect(inWords).toBe(counted[environment.name]);
  });

  test('every Vault key that is read has a writer, and every one that is written has a reader or a reason', () => {
    const { externalSecrets, fixtures, mirrors } = new RenderedOutput(files, environment.name);
    const read = new Set(externalSecrets.flatMap(({ spec }) => spec.data.map(({ remoteRef }) => remoteRef.key)));
    expect(read.size).toBeGreaterThan(0);
    expect([...read].filter((key) => !fixtures[key]?.writer)).toEqual([]);
    expect(mirrors.filter(({ vaultKey }) => read.has(vaultKey) || fixtures[vaultKey]?.writer !== 'mirror')).toEqual([]);
    const composed = Object.values(fixtures).flatMap(({ recipe }) =>
      recipe?.type === 'compose' ? recipe.parts.flatMap((part) => ('key' in part ? [part.key] : [])) : [],
    );
    const needed = new Set([...read, ...composed]);
    const idle = Object.entries(fixtures).filter(([key, { reason }]) => !needed.has(key) && !reason);
    expect(idle.map(([key]) => key)).toEqual([]);
  });
});

describe('declarations', () => {
  const sources = new Map(
    ['contracts', 'foundation', 'services'].flatMap((folder) =>
      fs.readdirSync(path.join(repository, 'src', folder)).map((file) => {
        const relative = `${folder}/${file}`;
        return [relative, fs.readFileSync(path.join(repository, 'src', relative), 'utf8')];
      }),
    ),
  );

  test.each(catalogue.components.map((component) => [component.component, component] as const))(
    '%s has a file of its own, unless it is retired',
    (name, component) => {
      const holders = [...sources].flatMap(([file, text]) => (text.includes(`super(env, '${name}', {`) ? [file] : []));
      const own = [`services/${name}.ts`, `foundation/${name.replace(/^foundation-/, '')}.ts`];
      expect(holders).toEqual(
        standing(component) === 'not declared' ? [] : own.filter((file) => sources.has(file)).slice(0, 1),
      );
      expect(holders).toHaveLength(standing(component) === 'not declared' ? 0 : 1);
    },
  );

  test('each of the sixteen tracked services has its file', () => {
    expect(catalogue.trackerServices).toHaveLength(16);
    expect(catalogue.trackerServices.filter((name) => !sources.has(`services/${name}.ts`))).toEqual([]);
  });

  test('each status and each shared namespace that the comparison knows is one of the catalogue', () => {
    const statuses = new Set(all.flatMap(({ component, secret }) => [component.status, secret.status]));
    expect(Object.keys(standings).filter((status) => !statuses.has(status))).toEqual([]);
    const namespaces = new Set(
      all.flatMap(({ component, secret }) => [component.namespace, secret.namespace, ...(secret.namespaces ?? [])]),
    );
    expect(onceACluster.namespaces.filter((namespace) => !namespaces.has(namespace))).toEqual([]);
  });

  test('what is off is declared, and what is retired is not', () => {
    const isDeclared = (name: string): boolean =>
      [...sources.values()].some((text) => text.includes(`secret('${name}'`) || text.includes(`delivered('${name}'`));
    const named = (wanted: string) =>
      all.filter(({ component, secret }) => standing(component, secret) === wanted).map(({ secret }) => secret.secret);
    expect(named('off').filter((name) => !isDeclared(name))).toEqual([]);
    expect(named('not declared').filter(isDeclared)).toEqual([]);
    console.info(
      `catalogue: ${named('on').length} Secrets on, ${named('off').length} declared and off (${named('off').join(', ')}), ` +
        `${named('not declared').length} not declared (${named('not declared').join(', ')})`,
    );
  });
});
