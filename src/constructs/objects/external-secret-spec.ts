import type { ExternalSecretSpec } from '../../../imports/external-secrets.io.d.ts';
import type { VaultSecret } from '../../model/declarations/secret-contract.ts';
import { SecretTemplate } from '../../model/declarations/template.ts';
import { VaultEntry } from '../../model/declarations/vault-entry.ts';
import { VaultKey } from '../../model/declarations/vault-key.ts';
import { entryFind } from '../derive/entry-finds.ts';
import { refreshIntervalOf } from '../derive/refresh-interval.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { templateText } from './template-text.ts';

interface Fetched {
  readonly secretKey: string;
  readonly key: VaultKey;
}

/**
 * Returns the `spec` of an ExternalSecret, every field that the operator or the API server would fill in
 * written out.
 *
 * External Secrets 0.20 writes each object back once to add its finalizer; what that changes (durations
 * become `1h0m0s`, `template.metadata` appears) would show as OutOfSync in Argo CD for ever, so it is
 * rendered that way at once.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecretSpec(
  contract: VaultSecret<string>,
  app: EnvironmentApp,
  storeKind: 'ClusterSecretStore' | 'SecretStore' = app.storeKind,
): ExternalSecretSpec {
  const { environment } = app;
  const bindings = contract.bindingsIn(environment);
  const direct = bindings.flatMap(([secretKey, source]) => (VaultKey.is(source) ? [{ secretKey, key: source }] : []));
  const templates = bindings.flatMap(([dataKey, source]) => (SecretTemplate.is(source) ? [{ dataKey, source }] : []));
  const extracted = contract.extractedKeys().map(([secretKey, key]) => ({ secretKey, key }));
  const { fetched, mergePolicy, nameOf } = planTemplate(
    direct,
    extracted,
    templates.flatMap(({ source }) => source.variables),
    environment,
  );
  const fromEntries = [...extracted.map(({ secretKey }) => secretKey), ...contract.foundEntries().map(([key]) => key)];
  const data = {
    ...(mergePolicy === 'Replace' &&
      Object.fromEntries(
        [...direct.map(({ secretKey }) => secretKey), ...fromEntries].map((secretKey) => [
          secretKey,
          `{{ index . ${JSON.stringify(secretKey)} }}`,
        ]),
      )),
    ...Object.fromEntries(templates.map(({ dataKey, source }) => [dataKey, templateText(source, environment, nameOf)])),
  };
  const main = mainStore(contract, environment);
  const sourceOf = (store: string | undefined) =>
    store === main ? {} : { sourceRef: { storeRef: { kind: storeKind, name: storeName(app, store) } } };
  const dataFrom = wholeEntries(contract, environment, sourceOf);
  const isTemplated = templates.length > 0 || contract.type !== 'Opaque' || Object.keys(contract.labels).length > 0;
  return {
    refreshInterval: refreshIntervalOf(contract, environment),
    secretStoreRef: { kind: storeKind, name: storeName(app, main) },
    target: {
      name: contract.nameIn(environment),
      creationPolicy: contract.creationPolicy,
      deletionPolicy: 'Retain',
      ...(isTemplated && {
        template: {
          ...(contract.type !== 'Opaque' && { type: contract.type }),
          engineVersion: 'v2',
          mergePolicy,
          metadata: Object.keys(contract.labels).length > 0 ? { labels: contract.labels } : {},
          ...(Object.keys(data).length > 0 && { data }),
        },
      }),
    },
    ...(dataFrom.length > 0 && { dataFrom }),
    ...((fetched.length > 0 || dataFrom.length === 0) && {
      data: fetched.map(({ secretKey, key }) => ({
        secretKey,
        remoteRef: {
          key: key.pathIn(environment),
          property: key.property,
          conversionStrategy: 'Default',
          decodingStrategy: key.storedAs === 'base64' ? 'Base64' : 'None',
          metadataPolicy: 'None',
        },
        ...sourceOf(key.store),
      })),
    }),
  };
}

/** The store of most of its keys; of two with the same number the platform's own, then the first by name. */
function mainStore(contract: VaultSecret<string>, environment: { readonly name: string }): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const { store } of contract.vaultKeysIn(environment)) counts.set(store, (counts.get(store) ?? 0) + 1);
  const byCount = [...counts].sort(([a, most], [b, more]) => more - most || ((a ?? '') < (b ?? '') ? -1 : 1));
  return byCount[0]?.[0];
}

const storeName = ({ platform }: EnvironmentApp, store: string | undefined): string =>
  store === undefined ? platform.settings.store : platform.nameOfStore(store);

type SourceRef = { readonly sourceRef?: NonNullable<NonNullable<ExternalSecretSpec['data']>[number]['sourceRef']> };

function wholeEntries(
  contract: VaultSecret<string>,
  environment: { readonly name: string },
  sourceOf: (store: string | undefined) => SourceRef,
): NonNullable<ExternalSecretSpec['dataFrom']> {
  const { from } = contract;
  const find = entryFind(contract.foundEntries(), environment);
  const strategies = { conversionStrategy: 'Default', decodingStrategy: 'None' } as const;
  const [key] = from ? VaultEntry.keysOf(from.entry) : [];
  return [
    ...(from && key
      ? [
          {
            extract: { key: key.pathIn(environment), ...strategies, metadataPolicy: 'None' as const },
            ...rewrites(Object.entries(from.rename)),
            ...sourceOf(key.store),
          },
        ]
      : []),
    ...(find !== undefined && typeof find !== 'string'
      ? [
          {
            find: {
              path: find.folder,
              name: { regexp: `^(?:${find.entries.map(([path]) => quoted(path)).join('|')})$` },
              ...strategies,
            },
            ...rewrites(find.entries),
            ...sourceOf(find.store),
          },
        ]
      : []),
  ];
}

/** Each is anchored, and none makes a name that a later one would take for its own. */
function rewrites(renames: readonly (readonly [from: string, to: string])[]) {
  const ordered: (readonly [string, string])[] = [];
  let left = renames.filter(([from, to]) => from !== to).sort(([a], [b]) => (a < b ? -1 : 1));
  while (left.length > 0) {
    const free = left.filter(([, to]) => !left.some(([from]) => from === to));
    // A circle is reported as a problem of the declaration.
    ordered.push(...(free.length > 0 ? free : left));
    left = free.length > 0 ? left.filter((rename) => !free.includes(rename)) : [];
  }
  const rewrite = ordered.map(([from, to]) => ({ regexp: { source: `^${quoted(from)}$`, target: to } }));
  return rewrite.length > 0 ? { rewrite } : {};
}

/**
 * RE2 takes a backslash before punctuation for the character itself.
 * @see https://github.com/google/re2/wiki/Syntax
 */
const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Decides what is fetched under which name, and how the template joins it.
 *
 * With `Merge` everything fetched ends up in the Secret, so it is used only where each fetched value is a
 * data key anyway; else a value that only a template needs would leak into the Secret.
 */
function planTemplate(
  direct: readonly Fetched[],
  extracted: readonly Fetched[],
  variables: readonly VaultKey[],
  environment: object,
) {
  const bound = new Map([...extracted, ...direct].map(({ key, secretKey }) => [key, secretKey]));
  const onlyForTemplates = [...new Set(variables)].filter((key) => !bound.has(key));
  const taken = new Set([...direct, ...extracted].map(({ secretKey }) => secretKey));
  const intermediate = onlyForTemplates.map((key) => {
    let secretKey = variableName(key, environment);
    while (taken.has(secretKey)) secretKey = `vault.${secretKey}`;
    taken.add(secretKey);
    return { key, secretKey };
  });
  const names = new Map([...bound, ...intermediate.map(({ key, secretKey }) => [key, secretKey] as const)]);
  return {
    fetched: [...direct, ...intermediate].sort((a, b) => (a.secretKey < b.secretKey ? -1 : 1)),
    mergePolicy: intermediate.length === 0 ? ('Merge' as const) : ('Replace' as const),
    nameOf: (key: VaultKey): string => names.get(key) ?? key.pathIn(environment),
  };
}

/** A name that no other key of the environment has, in characters of a data key. */
const variableName = (key: VaultKey, environment: object): string =>
  key.idIn(environment).replace(/[^-._a-zA-Z0-9]/g, '.');
