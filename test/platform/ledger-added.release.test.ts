import fs from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessMapSchema, documentLabel, type FixtureMap, fixtureMapSchema } from '../../src/index.ts';
import { ameide } from '../../src/platform/definition.ts';
import { copyOfPlatform, example, service } from './copy-of-platform.ts';
import { sharedRendering } from './shared-rendering.ts';
import { synthesis, withoutMarker } from './synthesis.ts';

const environments = ameide.environmentNames;
const timeout = 300_000;
/** The whole output of the platform: text by relative path. */
type Output = ReadonlyMap<string, string>;

let copy = '';
let before: Output;
let between: Output;

beforeAll(async () => {
  copy = copyOfPlatform();
  before = (await sharedRendering()).files;
  fs.copyFileSync(example, path.join(copy, service));
  between = withoutMarker(synthesis(copy, path.join(copy, 'src', 'main.ts')));
}, timeout);

afterAll(() => fs.rmSync(copy, { recursive: true, force: true }));

const changed = (from: Output, to: Output): string[] =>
  [...new Set([...from.keys(), ...to.keys()])].filter((file) => from.get(file) !== to.get(file)).sort();

interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
}

const documentsOf = (output: Output, file: string): Document[] => loadAll(output.get(file) ?? '') as Document[];

/** The one file of an environment that holds what bootstrap and the other tools read. */
const bootstrapFile = (environment: string): string =>
  `${environment}/foundation/foundation-vault-bootstrap/foundation-vault-bootstrap.k8s.yaml`;

/** The smoke that inspects what is rolled out in its phase. */
const smokeFile = (environment: string): string =>
  `${environment}/foundation/apps-secrets-smoke/apps-secrets-smoke.k8s.yaml`;

/** The alerts name every ExternalSecret. */
const alertsFile = (environment: string): string =>
  `${environment}/foundation/platform-secret-alerts/platform-secret-alerts.k8s.yaml`;

function carried<T>(output: Output, environment: string, kind: string, parse: (value: unknown) => T): T {
  const documents = documentsOf(output, bootstrapFile(environment));
  const found = documents.find(({ metadata }) => metadata.labels?.[documentLabel] === kind);
  return parse(JSON.parse(found?.data?.[`${kind}.json`] ?? 'null'));
}

describe('adding the ledger service, as one file,', () => {
  test('changes nothing but its own files, what bootstrap and its smoke read and the documents', () => {
    const wanted = environments.flatMap((environment) => [
      bootstrapFile(environment),
      `${environment}/argo-cd/components/ledger/component.yaml`,
      `${environment}/environment.json`,
      smokeFile(environment),
      alertsFile(environment),
      `${environment}/services/ledger/ledger.k8s.yaml`,
      `${environment}/values/ledger.yaml`,
    ]);
    wanted.push('_shared/argo-cd/values/ledger.yaml', 'publication.json');
    expect(changed(before, between)).toEqual(wanted.sort());
  });

  test.each(environments)('renders one ExternalSecret and its Helm values in %s', (environment) => {
    const [externalSecret, ...others] = documentsOf(between, `${environment}/services/ledger/ledger.k8s.yaml`);
    expect(others).toEqual([]);
    expect(externalSecret).toMatchObject({
      kind: 'ExternalSecret',
      metadata: { name: 'ledger-db-credentials-sync', namespace: ameide.environments.get(environment)?.namespace },
      spec: {
        target: { name: 'ledger-db-credentials' },
        data: [
          { secretKey: 'LEDGER_DATABASE_PASSWORD', remoteRef: { key: 'ledger-db-password', property: 'value' } },
          { secretKey: 'LEDGER_DATABASE_URL', remoteRef: { key: 'ledger-db-url', property: 'value' } },
          { secretKey: 'LEDGER_DATABASE_USER', remoteRef: { key: 'ledger-db-username', property: 'value' } },
        ],
      },
    });
    const auth = {
      existingSecret: 'ledger-db-credentials',
      passwordKey: 'LEDGER_DATABASE_PASSWORD',
      createSecret: false,
    };
    expect(documentsOf(between, `${environment}/values/ledger.yaml`)).toEqual([{ postgresql: { auth } }]);
  });

  test.each(environments)('adds its three Vault keys to the fixture map of %s', (environment) => {
    const profile = ameide.environments.get(environment);
    const read = (output: Output): FixtureMap => carried(output, environment, 'fixture-map', fixtureMapSchema.parse);
    const derivation = profile?.lifecycle === 'ephemeral' ? 'deterministic' : 'random';
    const added: FixtureMap['entries'] = {
      'ledger-db-username': {
        origin: 'generated',
        writer: 'bootstrap',
        recipe: { type: 'literal', value: 'ledger' },
      },
      'ledger-db-password': {
        origin: 'generated',
        writer: 'bootstrap',
        recipe: { type: 'generate', length: 32, alphabet: 'alphanumeric', derivation },
      },
      'ledger-db-url': {
        origin: 'generated',
        writer: 'bootstrap',
        recipe: {
          type: 'compose',
          parts: [
            { text: 'postgresql://' },
            { key: 'ledger-db-username', encode: 'url' },
            { text: ':' },
            { key: 'ledger-db-password', encode: 'url' },
            { text: `@${profile?.postgresHost}/ledger` },
          ],
        },
      },
    };
    const old = read(before);
    expect(read(between)).toEqual({ ...old, entries: { ...old.entries, ...added } });
  });

  test.each(environments)('lets its namespace read exactly those three in %s', (environment) => {
    const read = (output: Output) => carried(output, environment, 'access-map', accessMapSchema.parse);
    const [old, now] = [read(before), read(between)];
    expect(now.roles).toEqual(old.roles);
    const namespace = ameide.environments.get(environment)?.namespace ?? '';
    const paths = ['password', 'url', 'username'].map((name) => `secret/data/ledger-db-${name}`);
    const grown = now.policies.filter(
      (policy, index) => JSON.stringify(policy) !== JSON.stringify(old.policies[index]),
    );
    expect(grown).toHaveLength(1);
    const [policy] = grown;
    const role = now.roles.find(({ policies }) => policies.includes(policy?.name ?? ''));
    expect(role?.namespaces).toContain(namespace);
    const known = new Set(old.policies.find(({ name }) => name === policy?.name)?.rules.map(({ path: rule }) => rule));
    expect(policy?.rules.filter(({ path: rule }) => !known.has(rule))).toEqual(
      paths.map((rule) => ({ path: rule, capabilities: ['read'] })),
    );
    expect(policy?.rules).toHaveLength(known.size + paths.length);
  });

  test.each(environments)('leaves every other document of bootstrap alone in %s', (environment) => {
    const others = (output: Output): Document[] =>
      documentsOf(output, bootstrapFile(environment))
        .filter(({ metadata }) => !['fixture-map', 'access-map'].includes(metadata.labels?.[documentLabel] ?? ''))
        // The Job of a configurator has another name as soon as what it does is something else.
        .map(({ metadata, ...rest }) => ({
          ...rest,
          metadata: { ...metadata, name: metadata.name.replace(/-[0-9a-f]{8}$/, '') },
        }));
    expect(others(between)).toEqual(others(before));
  });
});

test('there is something that it could change', () => expect(before.size).toBeGreaterThan(environments.length));
