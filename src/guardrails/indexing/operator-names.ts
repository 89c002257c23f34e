import type { ManifestIndex } from './manifest-index.ts';

/** Names that operators give to their Secrets, and the kind of the resource behind them. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-(?:cluster|clients)-ca(?:-cert)?$/, 'kafka'],
  [/-pguser-/, 'postgrescluster'],
  [/\.credentials\.postgresql\.acid\.zalan\.do$/, 'postgresql'],
  [/-es-(?:elastic-user|http-certs-public|http-ca-internal)$/, 'elasticsearch'],
  [/-(?:default-user|erlang-cookie)$/, 'rabbitmqcluster'],
  [/^rook-ceph-object-user-/, 'cephobjectstoreuser'],
  [/^rook-(?:ceph-(?:mon|admin-keyring|dashboard-password|crash-collector-keyring)|csi-)/, 'cephcluster'],
];

/** Tells a Secret that an operator writes by its name, where no resource of that operator is among the manifests. */
export const isOfAbsentOperator = (secret: string, index: Pick<ManifestIndex, 'ofKind'>): boolean =>
  patterns.some(([pattern, kind]) => pattern.test(secret) && index.ofKind(kind).length === 0);
