import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { deliveredSecretsSchema, type FixtureMap, fixtureMapSchema } from '../../src/index.ts';

const specSchema = z.object({
  refreshInterval: z.string(),
  target: z.object({
    name: z.string(),
    template: z
      .object({
        type: z.string().default('Opaque'),
        mergePolicy: z.string(),
        data: z.record(z.string(), z.string()).default({}),
      })
      .optional(),
  }),
  data: z.array(
    z.object({
      secretKey: z.string(),
      remoteRef: z.object({ key: z.string(), property: z.literal('value'), decodingStrategy: z.string() }),
    }),
  ),
});
const objectSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  data: z.record(z.string(), z.string()).optional(),
  spec: z.looseObject({}).optional(),
});

/** A Secret as the rendered files promise it: by an ExternalSecret, or by the record of delivered Secrets. */
export interface RenderedSecret {
  readonly namespace: string;
  readonly secret: string;
  /** Absent where something other than Vault delivers it. */
  readonly externalSecret?: string;
  /** The component whose folder holds the ExternalSecret. */
  readonly component?: string;
  readonly type?: string;
  readonly refreshInterval?: string;
  readonly keys: readonly {
    readonly key: string;
    readonly vaultKeys: readonly string[];
    readonly decodingStrategies: readonly string[];
  }[];
}

export interface RenderedEnvironment {
  readonly secrets: readonly RenderedSecret[];
  readonly fixtures: FixtureMap['entries'];
  /** Vault keys to which delivered Secrets are copied. */
  readonly mirrored: readonly string[];
}

/** Reads the files of one environment back, as a program without the declarations would. */
export function readRenderedSecrets(files: ReadonlyMap<string, string>, environment: string): RenderedEnvironment {
  const texts = [...files].filter(
    ([file]) => file.startsWith(`${environment}/`) && !file.startsWith(`${environment}/values/`),
  );
  const objects = texts.flatMap(([, text]) => loadAll(text)).map((object) => objectSchema.parse(object));
  const document = <T>(kind: string, schema: z.ZodType<T>): T => {
    const carriers = objects.filter(({ data }) => data?.[`${kind}.json`] !== undefined);
    if (carriers.length !== 1) throw new Error(`${environment}: ${carriers.length} documents ${kind}`);
    return schema.parse(JSON.parse(carriers[0]?.data?.[`${kind}.json`] ?? ''));
  };
  return {
    secrets: [
      ...objects
        .filter(({ kind }) => kind === 'ExternalSecret')
        .map(({ metadata, spec }) => ({
          ...fromSpec(metadata.name, metadata.namespace ?? '', spec),
          ...owner(metadata),
        })),
      ...objects
        .filter(({ kind }) => kind === 'ClusterExternalSecret')
        .map(({ metadata, spec }) => ({
          ...fromSpec(String(spec?.externalSecretName), 'ameide-ws-*', spec?.externalSecretSpec),
          ...owner(metadata),
        })),
      ...document('delivered-secrets', deliveredSecretsSchema).secrets.map(({ namespace, name, keys }) => ({
        namespace,
        secret: name,
        keys: [...keys].sort().map((key) => ({ key, vaultKeys: [], decodingStrategies: [] })),
      })),
    ],
    fixtures: document('fixture-map', fixtureMapSchema).entries,
    mirrored: objects
      .filter(({ kind }) => kind === 'PushSecret')
      .flatMap(({ spec }) =>
        [...JSON.stringify(spec).matchAll(/"remoteKey":"([^"]+)"/g)].map(([, path]) => path ?? ''),
      ),
  };
}

const owner = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) => ({
  component: labels['app.kubernetes.io/part-of'] ?? '',
});

function fromSpec(externalSecret: string, namespace: string, spec: unknown): RenderedSecret {
  const { refreshInterval, target, data } = specSchema.parse(spec);
  const { template } = target;
  const fetched = new Map(data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef]));
  const templated = new Map(
    Object.entries(template?.data ?? {}).map(([key, text]) => [
      key,
      [...new Set([...text.matchAll(/index \. "([^"]+)"/g)].map(([, name]) => name ?? ''))],
    ]),
  );
  const isReplaced = template?.mergePolicy === 'Replace' && templated.size > 0;
  const names = isReplaced ? [...templated.keys()] : [...new Set([...fetched.keys(), ...templated.keys()])];
  return {
    namespace,
    secret: target.name,
    externalSecret,
    type: template?.type ?? 'Opaque',
    refreshInterval,
    keys: names.sort().map((key) => {
      const sources = (templated.get(key) ?? [key]).map(
        (name) => fetched.get(name) ?? { key: `not fetched: ${name}`, decodingStrategy: '' },
      );
      return {
        key,
        vaultKeys: sources.map((source) => source.key).sort(),
        decodingStrategies: [...new Set(sources.map(({ decodingStrategy }) => decodingStrategy))],
      };
    }),
  };
}
