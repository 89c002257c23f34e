import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { SchemaNode } from '../../scripts/crd-import/closed-schema.ts';

interface ImportedSchema {
  readonly $id: string;
  readonly anyOf: readonly { readonly $ref: string }[];
  readonly definitions: Readonly<Record<string, SchemaNode>>;
}

/** The closed schemas of `imports/`, as they are committed. */
export const importedSchemas: readonly ImportedSchema[] = ['external-secrets.io', 'kubernetes'].map((name) =>
  JSON.parse(readFileSync(new URL(`../../imports/${name}.schema.json`, import.meta.url), 'utf8')),
);

interface KindSchema {
  readonly schema: ImportedSchema;
  readonly definition: SchemaNode;
  readonly validate: ValidateFunction;
}

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);

const kindId = (apiVersion: unknown, kind: unknown): string => `${apiVersion} ${kind}`;

const kindSchemas: ReadonlyMap<string, KindSchema> = new Map(
  importedSchemas.flatMap((schema) => {
    ajv.addSchema(schema);
    return schema.anyOf.map(({ $ref }): [string, KindSchema] => {
      const definition = resolve(schema, { $ref });
      const { apiVersion, kind } = definition.properties as Record<string, SchemaNode>;
      return [
        kindId(apiVersion?.const, kind?.const),
        { schema, definition, validate: ajv.compile({ $ref: `${schema.$id}${$ref}` }) },
      ];
    });
  }),
);

/** The kinds that have a schema, as `<apiVersion> <kind>`. */
export const importedKinds: readonly string[] = [...kindSchemas.keys()];

function kindSchemaOf(manifest: unknown): KindSchema | undefined {
  const { apiVersion, kind } = (manifest ?? {}) as { apiVersion?: unknown; kind?: unknown };
  return kindSchemas.get(kindId(apiVersion, kind));
}

/**
 * Returns what the API server would refuse or silently prune of a rendered manifest: unknown fields, wrong
 * types and values, missing fields. A kind without an imported schema is a problem too, so that nothing
 * passes because nobody looked.
 */
export function schemaProblems(manifest: unknown): string[] {
  const kindSchema = kindSchemaOf(manifest);
  if (kindSchema === undefined) {
    const { apiVersion, kind } = (manifest ?? {}) as { apiVersion?: unknown; kind?: unknown };
    return [`no schema of ${kindId(apiVersion, kind)} is imported; add it to scripts/crd-import/import-source.ts`];
  }
  return kindSchema.validate(manifest) ? [] : (kindSchema.validate.errors ?? []).map(spell);
}

function spell({ instancePath, message, params, keyword }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.') || 'the object';
  if (keyword === 'additionalProperties') return `${place}: unknown field ${params.additionalProperty}`;
  if (keyword === 'enum') return `${place}: must be one of ${params.allowedValues.join(', ')}`;
  return `${place}: ${message}`;
}

/** A field that the API server would fill in, which Argo CD would then show as a difference. */
export interface MissingDefault {
  readonly field: string;
  readonly value: unknown;
}

/**
 * Returns the defaults of the custom resource definition that a rendered manifest leaves to the API server.
 *
 * Built-in kinds have none here: Argo CD knows their defaults and compares after filling them in on both
 * sides.
 */
export function missingDefaults(manifest: unknown): MissingDefault[] {
  const kindSchema = kindSchemaOf(manifest);
  if (kindSchema === undefined || kindSchema.schema.$id === 'kubernetes') return [];
  return missingIn(kindSchema.schema, kindSchema.definition, manifest, '');
}

function missingIn(root: ImportedSchema, reference: SchemaNode, value: unknown, at: string): MissingDefault[] {
  const node = resolve(root, reference);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => missingIn(root, node.items as SchemaNode, item, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Record<string, unknown>;
  const properties = Object.entries((node.properties ?? {}) as Record<string, SchemaNode>);
  return properties.flatMap(([name, property]) => {
    const field = at === '' ? name : `${at}.${name}`;
    const own = object[name] ?? undefined;
    if (own !== undefined) return missingIn(root, property, own, field);
    const { default: standard } = resolve(root, property);
    return standard === undefined ? [] : [{ field, value: standard }];
  });
}

function resolve(root: ImportedSchema, node: SchemaNode): SchemaNode {
  if (typeof node.$ref !== 'string') return node;
  const name = node.$ref.slice('#/definitions/'.length);
  const definition = root.definitions[name];
  if (definition === undefined) throw new Error(`${root.$id} has no definition ${name}.`);
  return definition;
}
