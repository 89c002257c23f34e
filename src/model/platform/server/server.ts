import { z } from 'zod';
import { secretReference } from '../logins.ts';

/**
 * Where the server writes what it was asked and what it answered.
 * @see https://developer.hashicorp.com/vault/docs/audit
 */
const auditDevice = z.discriminatedUnion('type', [
  /** A file of the audit volume, which somebody must rotate. */
  z.strictObject({
    type: z.literal('file'),
    /** Name of the file. @default 'audit.log' */
    file: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be the name of a file')
      .optional(),
  }),
  /** The log of the Pod, for the collector of logs. */
  z.strictObject({ type: z.literal('stdout') }),
  /** A collector; the server stops answering where it is the last device and does not take a line. */
  z.strictObject({
    type: z.literal('socket'),
    address: z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}$/, 'must be host and port'),
    /** @default 'tcp' */
    protocol: z.enum(['tcp', 'udp']).optional(),
  }),
]);
export type AuditDevice = z.output<typeof auditDevice>;

const common = {
  /** Nodes: an odd number, of which the smaller half may fail. @default 3 where regulated, else 1 */
  replicas: z.literal([1, 3, 5, 7]).optional(),
  /** What keeps its data. `file` is of one node and for ephemeral environments. @default 'raft' */
  storage: z.enum(['raft', 'file']).optional(),
  /**
   * Audit devices by their paths in the server.
   * @default `{ file: { type: 'file' }, stdout: { type: 'stdout' } }` where regulated, else none
   */
  audit: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be a path of lower-case letters and digits'), auditDevice)
    .optional(),
};

/** The server that an environment runs: product, version, and what its seal and its features depend on. */
export const serverSchema = z.discriminatedUnion('product', [
  z.strictObject({
    product: z.literal('vault'),
    /** @default the one of the current chart */
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, 'must be a version, such as "2.0.4"')
      .optional(),
    /** @default 'community' */
    edition: z.enum(['community', 'enterprise']).optional(),
    /** Secret with the license of an Enterprise edition. @default none */
    license: secretReference.optional(),
    ...common,
  }),
  z.strictObject({
    product: z.literal('openbao'),
    /** Decides which seals it has itself. */
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a version, such as "2.6.3"'),
    ...common,
  }),
]);
export type ServerInput = z.input<typeof serverSchema>;

/** A server with every default filled in. */
export interface Server {
  readonly product: 'vault' | 'openbao';
  readonly version: string;
  readonly edition: 'community' | 'enterprise';
  readonly license?: z.output<typeof secretReference>;
  readonly replicas: number;
  readonly storage: 'raft' | 'file';
  readonly audit: Readonly<Record<string, AuditDevice>>;
}

/** Version that chart 0.34 of HashiCorp brings. */
export const defaultVaultVersion = '2.0.4';

/** Returns a server with every default filled in. @param given what the profile says */
export function serverOf(
  given: z.output<typeof serverSchema> | undefined,
  lifecycle: 'ephemeral' | 'regulated',
): Server {
  const server = given ?? { product: 'vault' };
  const isRegulated = lifecycle === 'regulated';
  return {
    product: server.product,
    version: server.version ?? defaultVaultVersion,
    edition: server.product === 'vault' ? (server.edition ?? 'community') : 'community',
    ...('license' in server && server.license && { license: server.license }),
    replicas: server.replicas ?? (isRegulated ? 3 : 1),
    storage: server.storage ?? 'raft',
    audit: server.audit ?? (isRegulated ? { file: { type: 'file' }, stdout: { type: 'stdout' } } : {}),
  };
}

/** Major, minor and patch of a version. */
export const versionParts = (version: string): readonly [number, number, number] => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
};

/** Whether a version is not before another one. @param minimum major and minor */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor, ownMinor] = versionParts(version);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
