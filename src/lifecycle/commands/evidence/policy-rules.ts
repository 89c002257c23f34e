import { oldPolicyForms } from '../../../model/documents/old-policy-forms.ts';
import { isObject } from '../../../model/json-record.ts';
import { type HclBody, type HclValue, parseHcl } from '../rendered/parse-hcl.ts';

/** What a policy says about one path. */
export interface PolicyRule {
  /** As it is written, without slashes before it; may end in `*`, and hold segments `+`. */
  readonly path: string;
  readonly capabilities: readonly string[];
}

/**
 * Reads the text of a policy, in HCL or JSON. What narrows a rule by parameters is left out, so that a rule
 * never seems to grant less than it does.
 * @returns `undefined` where the text cannot be read
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies
 */
export function policyRules(text: string): readonly PolicyRule[] | undefined {
  const body = text.trimStart().startsWith('{') ? fromJson(text) : parseHcl(text);
  if (!body) return undefined;
  const rules: PolicyRule[] = [];
  for (const { type, labels, attributes } of body.blocks) {
    const [path] = labels;
    if (type !== 'path' || path === undefined || labels.length !== 1) return undefined;
    const capabilities = capabilitiesOf(attributes);
    if (!capabilities) return undefined;
    rules.push({ path: path.replace(/^\/+/, ''), capabilities });
  }
  return rules;
}

function capabilitiesOf(attributes: ReadonlyMap<string, HclValue>): readonly string[] | undefined {
  const listed = attributes.get('capabilities');
  const old = attributes.get('policy');
  if (listed === undefined && old === undefined) return [];
  if (listed !== undefined && !(Array.isArray(listed) && listed.every((each) => typeof each === 'string')))
    return undefined;
  if (old !== undefined && !(typeof old === 'string' && Object.hasOwn(oldPolicyForms, old))) return undefined;
  return [...((listed as readonly string[] | undefined) ?? []), ...(oldPolicyForms[String(old)] ?? [])];
}

/** JSON says the same in objects: `{"path": {"secret/*": {"capabilities": ["read"]}}}`. */
function fromJson(text: string): HclBody | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const paths = Array.isArray(value.path) ? value.path : [value.path ?? {}];
  if (!paths.every(isObject)) return undefined;
  const blocks = paths.flatMap((each) => Object.entries(each));
  if (!blocks.every(([, rule]) => isObject(rule))) return undefined;
  return {
    attributes: new Map(),
    blocks: blocks.map(([path, rule]) => ({
      type: 'path',
      labels: [path],
      attributes: new Map(Object.entries(rule as Readonly<Record<string, HclValue>>)),
      blocks: [],
    })),
  };
}
