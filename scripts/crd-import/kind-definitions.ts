import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { closeSchema, type SchemaNode } from './closed-schema.ts';
import type { ImportedKind, ImportSource } from './import-source.ts';

/** Closed JSON schemas by name; they refer to each other as `#/definitions/<name>`. */
export type Definitions = Record<string, SchemaNode>;

const stringMap: SchemaNode = { type: 'object', additionalProperties: { type: 'string' } };

/** What a manifest in Git may say of itself; everything else in `metadata` is the API server's to set. */
const manifestMetadata: Definitions = {
  ObjectMeta: {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      annotations: stringMap,
      labels: stringMap,
      name: { type: 'string', minLength: 1 },
      namespace: { type: 'string' },
    },
  },
  TemplateMeta: {
    type: 'object',
    additionalProperties: false,
    properties: { annotations: stringMap, labels: stringMap },
  },
};

const reference = (name: string): SchemaNode => ({ $ref: `#/definitions/${name}` });

/** Returns the closed schemas of a source's kinds, and of all that they refer to. */
export async function kindDefinitions(source: ImportSource, folder: string): Promise<Definitions> {
  const { schemas, kinds } = source;
  const definitions =
    'crds' in schemas
      ? await fromCustomResources(join(folder, schemas.crds), kinds)
      : await fromOpenApi(join(folder, schemas.openapi), kinds);
  return { ...definitions, ...manifestMetadata };
}

/** An object of the API as a manifest spells it: identified, with its spec, without a status. */
function kindDefinition({ apiVersion, kind }: ImportedKind, schema: SchemaNode, fields: Definitions): SchemaNode {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, status: _status, ...own } = fields;
  const required = (schema.required as string[] | undefined) ?? [];
  return {
    type: 'object',
    additionalProperties: false,
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...('spec' in own ? ['spec'] : []), ...required])],
    properties: { apiVersion: { const: apiVersion }, kind: { const: kind }, metadata: reference('ObjectMeta'), ...own },
  };
}

interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly deprecated?: boolean;
      readonly schema: { readonly openAPIV3Schema: SchemaNode };
    }[];
  };
}

async function fromCustomResources(folder: string, kinds: readonly ImportedKind[]): Promise<Definitions> {
  const files = (await readdir(folder))
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .sort();
  const crds = await Promise.all(
    files.map(async (file) => load(await readFile(join(folder, file), 'utf8')) as CustomResourceDefinition),
  );
  const definitions: Definitions = {};
  const nameOfSpec = new Map<string, string>();
  for (const imported of kinds) {
    const schema = servedSchema(crds, imported);
    const fields = closeSchema(schema, imported.kind).properties as Definitions;
    const spec = fields.spec ?? {};
    // A cluster-scoped twin has the spec of its namespaced kind: one definition, so one type.
    const text = JSON.stringify(spec);
    const name = nameOfSpec.get(text) ?? `${imported.kind}Spec`;
    nameOfSpec.set(text, name);
    definitions[name] = spec;
    definitions[imported.kind] = kindDefinition(imported, schema, { ...fields, spec: reference(name) });
  }
  return definitions;
}

function servedSchema(crds: readonly CustomResourceDefinition[], { apiVersion, kind }: ImportedKind): SchemaNode {
  const crd = crds.find(({ spec }) => spec.names.kind === kind && apiVersion.startsWith(`${spec.group}/`));
  const version = crd?.spec.versions.find(({ name }) => apiVersion === `${crd.spec.group}/${name}`);
  if (!version?.served || version.deprecated)
    throw new Error(`The module serves no ${apiVersion} ${kind}, or has deprecated it.`);
  return version.schema.openAPIV3Schema;
}

const refPrefix = '#/definitions/';

/** Definitions that stand for something else than their OpenAPI schema says. */
const special: Readonly<Record<string, SchemaNode>> = {
  IntOrString: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
  Quantity: { anyOf: [{ type: 'number' }, { type: 'string' }] },
};

async function fromOpenApi(file: string, kinds: readonly ImportedKind[]): Promise<Definitions> {
  const api = (JSON.parse(await readFile(file, 'utf8')) as { definitions: Definitions }).definitions;
  const definitions: Definitions = {};
  const fullNames = new Map<string, string>();

  const collect = (node: SchemaNode): SchemaNode =>
    JSON.parse(JSON.stringify(node), (key, value) => (key === '$ref' ? define(value) : value));

  const define = (ref: string): string => {
    const fullName = ref.slice(refPrefix.length);
    const shortName = fullName.slice(fullName.lastIndexOf('.') + 1);
    // The metadata of a kind itself is replaced below, so this is a template's.
    if (shortName === 'ObjectMeta') return `${refPrefix}TemplateMeta`;
    if ((fullNames.get(shortName) ?? fullName) !== fullName) {
      throw new Error(`Two definitions share the name ${shortName}: ${fullName} and ${fullNames.get(shortName)}.`);
    }
    if (!fullNames.has(shortName)) {
      fullNames.set(shortName, fullName);
      definitions[shortName] = special[shortName] ?? collect(closeSchema(api[fullName] ?? {}, shortName));
    }
    return `${refPrefix}${shortName}`;
  };

  for (const imported of kinds) {
    const schema = kindSchema(api, imported);
    const { status: _status, ...fields } = closeSchema(schema, imported.kind).properties as Definitions;
    definitions[imported.kind] = kindDefinition(imported, schema, collect(fields as SchemaNode) as Definitions);
  }
  return Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function kindSchema(api: Definitions, { apiVersion, kind }: ImportedKind): SchemaNode {
  const [version, group = ''] = apiVersion.split('/').reverse();
  const schema = Object.values(api).find((definition) =>
    (
      definition['x-kubernetes-group-version-kind'] as { group: string; version: string; kind: string }[] | undefined
    )?.some((id) => id.group === group && id.version === version && id.kind === kind),
  );
  if (schema === undefined) throw new Error(`The OpenAPI document has no ${apiVersion} ${kind}.`);
  return schema;
}
