import { createHash } from 'node:crypto';
import type { HclBlock, HclValue } from './hcl.ts';

/** One thing in Vault that the mirror declares. */
export interface MirrorResource {
  readonly type: string;
  readonly name: string;
  /** What it is in Vault, as the plan of the configurator names it: `kind` and `id` together are unique. */
  readonly kind: 'audit device' | 'engine' | 'auth method' | 'auth configuration' | 'policy' | 'role' | 'entry';
  readonly id: string;
  /** By which it is imported; absent for an entry, since an import would bring its value into the state. */
  readonly importId?: string;
  readonly attributes: Readonly<Record<string, HclValue>>;
  /** Attributes whose change is none. */
  readonly ignored?: readonly string[];
  /** What its values come from. */
  readonly ephemeral?: readonly HclBlock[];
}

/** Address of a resource, without the index of its one instance. */
export const addressOf = ({ type, name }: Pick<MirrorResource, 'type' | 'name'>): string => `${type}.${name}`;

/**
 * Returns the name of a resource: readable, and another one for each thing in Vault. What a name of
 * Terraform cannot hold is replaced, and a digest distinguishes the result from others.
 */
export function resourceName(...parts: readonly string[]): string {
  const isPlain = parts.every((part) => /^[a-z0-9-]+$/.test(part)) && !/^[0-9-]/.test(parts[0] ?? '');
  const text = parts.join('_').replace(/[^A-Za-z0-9_-]/g, '-');
  if (isPlain) return text;
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
  return `${/^[A-Za-z_]/.test(text) ? '' : 'x'}${text}_${digest}`;
}
