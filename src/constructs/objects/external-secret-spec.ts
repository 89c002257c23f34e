import type { ExternalSecretSpec } from '../../../imports/external-secrets.io.d.ts';
import type { VaultSecret } from '../../model/declarations/secret-contract.ts';
import { SecretTemplate } from '../../model/declarations/template.ts';
import { VaultKey } from '../../model/declarations/vault-key.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { templateText } from './template-text.ts';

/** Property under which every kv-v2 entry keeps its value. */
export const valueProperty = 'value';

/** Refresh intervals in the form in which the operator writes them back. */
const refreshIntervals = { serviceGenerated: '1m0s', other: '1h0m0s' } as const;

interface Fetched {
  readonly secretKey: string;
  readonly key: VaultKey;
}

/**
 * Gives the `spec` of an ExternalSecret, every field that the operator or the API server would fill in written out.
 *
 * External Secrets 0.20 writes each object back once to add its finalizer; whatever that changes (durations become
 * `1h0m0s`, `template.metadata` appears) would show as OutOfSync in Argo CD for ever, so it is rendered that way at once.
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
  const { fetched, mergePolicy, nameOf } = planTemplate(
    direct,
    templates.flatMap(({ source }) => source.variables),
    environment,
  );
  const data = {
    ...(mergePolicy === 'Replace' &&
      Object.fromEntries(direct.map(({ secretKey }) => [secretKey, `{{ index . ${JSON.stringify(secretKey)} }}`]))),
    ...Object.fromEntries(templates.map(({ dataKey, source }) => [dataKey, templateText(source, environment, nameOf)])),
  };
  const isTemplated = templates.length > 0 || contract.type !== 'Opaque' || Object.keys(contract.labels).length > 0;
  const isServiceGenerated = contract.vaultKeysIn(environment).some((key) => key.origin === 'service-generated');
  return {
    refreshInterval:
      contract.refreshInterval ?? (isServiceGenerated ? refreshIntervals.serviceGenerated : refreshIntervals.other),
    secretStoreRef: { kind: storeKind, name: app.platform.settings.store },
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
    data: fetched.map(({ secretKey, key }) => ({
      secretKey,
      remoteRef: {
        key: key.pathIn(environment),
        property: valueProperty,
        conversionStrategy: 'Default',
        decodingStrategy: key.storedAs === 'base64' ? 'Base64' : 'None',
        metadataPolicy: 'None',
      },
    })),
  };
}

/**
 * Decides what is fetched under which name, and how the template joins it.
 *
 * With `Merge` everything fetched ends up in the Secret, so it is used only where each fetched value is a data key anyway;
 * else a value that only a template needs would leak into the Secret.
 */
function planTemplate(direct: readonly Fetched[], variables: readonly VaultKey[], environment: object) {
  const bound = new Map(direct.map(({ key, secretKey }) => [key, secretKey]));
  const onlyForTemplates = [...new Set(variables)].filter((key) => !bound.has(key));
  const taken = new Set(direct.map(({ secretKey }) => secretKey));
  const intermediate = onlyForTemplates.map((key) => {
    const name = key.pathIn(environment).replaceAll('/', '.');
    return { key, secretKey: taken.has(name) ? `vault.${name}` : name };
  });
  const names = new Map([...bound, ...intermediate.map(({ key, secretKey }) => [key, secretKey] as const)]);
  return {
    fetched: [...direct, ...intermediate].sort((a, b) => (a.secretKey < b.secretKey ? -1 : 1)),
    mergePolicy: intermediate.length === 0 ? ('Merge' as const) : ('Replace' as const),
    nameOf: (key: VaultKey): string => names.get(key) ?? key.pathIn(environment),
  };
}
