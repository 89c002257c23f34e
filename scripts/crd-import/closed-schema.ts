/** One node of a JSON schema. */
export interface SchemaNode {
  [keyword: string]: unknown;
}

const kept = new Set([
  ...['$ref', 'type', 'enum', 'const', 'default', 'format', 'pattern', 'required', 'multipleOf', 'uniqueItems'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties'],
]);

/**
 * What has no bearing on which manifests are well formed, or (the CEL rules) cannot be said in JSON schema.
 */
const dropped =
  /^(description|example|externalDocs|title|x-kubernetes-(list-.*|map-type|validations|group-version-kind|patch-.*|unions|embedded-resource|selector|action|immutable|deprecated.*))$/;

const byCodePoint = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Returns an OpenAPI schema of Kubernetes as a closed JSON schema: unknown fields are refused everywhere
 * except where the schema itself declares a free map or preserves what it does not know; descriptions are
 * gone, defaults stay.
 *
 * The API server silently prunes what a schema does not name, so an open schema would let a misspelled field
 * pass the tests.
 *
 * @param at spells the place of the node for an error
 * @throws Error on a keyword that it does not know, so that nothing of a newer schema is lost unseen
 */
export function closeSchema(node: SchemaNode, at: string): SchemaNode {
  return closeNode(node, at, true);
}

function closeNode(node: SchemaNode, at: string, structural: boolean): SchemaNode {
  const closed: SchemaNode = {};
  const entries = Object.entries(node).sort(byCodePoint);
  for (const [keyword, value] of entries) {
    const below = `${at}.${keyword}`;
    if (kept.has(keyword)) closed[keyword] = value;
    else if (keyword === 'properties')
      closed[keyword] = closeProperties(value as Record<string, SchemaNode>, below, structural);
    else if (keyword === 'items' || keyword === 'not')
      closed[keyword] = closeNode(value as SchemaNode, below, keyword === 'items');
    else if (keyword === 'additionalProperties')
      closed[keyword] = typeof value === 'object' ? closeNode(value as SchemaNode, below, true) : value;
    else if (keyword === 'allOf' || keyword === 'anyOf' || keyword === 'oneOf')
      closed[keyword] = (value as SchemaNode[]).map((branch) => closeNode(branch, below, false));
    else if (keyword === 'x-kubernetes-int-or-string')
      Object.assign(closed, { anyOf: [{ type: 'integer' }, { type: 'string' }] });
    else if (keyword === 'nullable' || keyword === 'x-kubernetes-preserve-unknown-fields') continue;
    else if (!dropped.test(keyword)) throw new Error(`The import does not know the schema keyword ${below}.`);
  }
  const isObject = closed.type === 'object';
  const isOpen = node['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in closed;
  if (structural && isObject && !isOpen) closed.additionalProperties = false;
  return node.nullable === true ? withNull(closed) : closed;
}

function closeProperties(
  properties: Record<string, SchemaNode>,
  at: string,
  structural: boolean,
): Record<string, SchemaNode> {
  const sorted = Object.entries(properties).sort(byCodePoint);
  return Object.fromEntries(sorted.map(([name, property]) => [name, closeNode(property, `${at}.${name}`, structural)]));
}

function withNull(node: SchemaNode): SchemaNode {
  if (typeof node.type !== 'string') return { anyOf: [node, { type: 'null' }] };
  return {
    ...node,
    type: [node.type, 'null'],
    ...(Array.isArray(node.enum) ? { enum: [...node.enum, null] } : {}),
  };
}
