import type { ProblemCode } from '../../diagnostics/problems.ts';
import type { Seal } from './seals.ts';
import { type AuditDevice, isAtLeast, type Server } from './server.ts';

/** What is wrong with a server, and at which field of `vault`. */
export interface ServerProblem {
  readonly code: ProblemCode;
  readonly field: string;
  readonly what: string;
}

/** Products, and the first versions whose behaviour is known. */
const oldest = { vault: [1, 19], openbao: [2, 5] } as const;
const labels = { vault: 'Vault', openbao: 'OpenBao' } as const;

/** Seals that OpenBao has itself in every version; from 2.7 on the others are plugins. */
const builtIn: ReadonlySet<string> = new Set(['transit', 'static']);
/** First version of OpenBao that takes plugins for seals. */
const firstWithPlugins = [2, 6] as const;
/** First version of OpenBao that has no seal of a vendor itself, and no `file` storage. */
const firstWithoutVendors = [2, 7] as const;

/** Returns the name of a server as messages have it. */
export const serverLabel = ({ product, version, edition }: Server): string =>
  `${labels[product]} ${version}${product === 'vault' ? ` ${edition}` : ''}`;

/** Returns what of a server and its seal does not fit, in the matrix of product, version and lifecycle. */
export function serverProblems(
  server: Server,
  seal: Seal | undefined,
  lifecycle: 'ephemeral' | 'regulated',
): ServerProblem[] {
  return [
    ...versionProblems(server),
    ...(seal ? sealProblems(server, seal, lifecycle) : []),
    ...storageProblems(server, lifecycle),
    ...auditProblems(server, lifecycle),
  ];
}

function versionProblems(server: Server): ServerProblem[] {
  const { product, version, edition, license } = server;
  const found: ServerProblem[] = [];
  const [major, minor] = oldest[product];
  if (!isAtLeast(version, oldest[product]))
    found.push({
      code: 'VW1210',
      field: 'server.version',
      what: `${labels[product]} ${version} is before ${major}.${minor}`,
    });
  if (license && edition === 'community')
    found.push({ code: 'VW1205', field: 'server.license', what: `${serverLabel(server)} takes no license` });
  if (!license && edition === 'enterprise')
    found.push({ code: 'VW1205', field: 'server.license', what: `${serverLabel(server)} needs a license` });
  return found;
}

function sealProblems(server: Server, seal: Seal, lifecycle: 'ephemeral' | 'regulated'): ServerProblem[] {
  const { product, version, edition } = server;
  const field = 'autoUnseal';
  const who = serverLabel(server);
  const found: ServerProblem[] = [];
  if (seal.type === 'static' && lifecycle === 'regulated')
    found.push({ code: 'VW1206', field: `${field}.type`, what: 'The seal is static, and the environment regulated' });
  if (seal.type === 'static' && product === 'vault')
    found.push({ code: 'VW1205', field: `${field}.type`, what: `${who} has no static seal` });
  if (seal.type === 'pkcs11' && product === 'vault' && edition === 'community')
    found.push({ code: 'VW1205', field: `${field}.type`, what: `${who} has no pkcs11 seal` });
  if (seal.type === 'pkcs11' && seal.hmacKeyLabel !== undefined && product === 'openbao')
    found.push({ code: 'VW1205', field: `${field}.hmacKeyLabel`, what: `${who} knows no HMAC key of a pkcs11 seal` });
  const plugin = 'plugin' in seal ? seal.plugin : undefined;
  if (plugin && (product === 'vault' || !isAtLeast(version, firstWithPlugins)))
    found.push({ code: 'VW1207', field: `${field}.plugin`, what: `${who} takes no plugin for a seal` });
  if (!plugin && product === 'openbao' && isAtLeast(version, firstWithoutVendors) && !builtIn.has(seal.type))
    found.push({ code: 'VW1207', field: `${field}.plugin`, what: `${who} has the ${seal.type} seal as a plugin only` });
  return found;
}

function storageProblems(server: Server, lifecycle: 'ephemeral' | 'regulated'): ServerProblem[] {
  const { product, version, storage, replicas } = server;
  const found: ServerProblem[] = [];
  const defect =
    lifecycle === 'regulated'
      ? 'The storage is of one node, and the environment regulated'
      : product === 'openbao' && isAtLeast(version, firstWithoutVendors)
        ? `${serverLabel(server)} has no file storage`
        : replicas > 1
          ? `${replicas} nodes cannot share file storage`
          : undefined;
  if (storage === 'file' && defect !== undefined) found.push({ code: 'VW1208', field: 'server.storage', what: defect });
  if (lifecycle === 'regulated' && replicas < 3)
    found.push({ code: 'VW1208', field: 'server.replicas', what: 'A regulated environment has fewer than 3 nodes' });
  return found;
}

function auditProblems({ audit }: Server, lifecycle: 'ephemeral' | 'regulated'): ServerProblem[] {
  const field = 'server.audit';
  const found: ServerProblem[] = [];
  if (lifecycle === 'regulated' && Object.keys(audit).length < 2)
    found.push({ code: 'VW1209', field, what: 'A regulated environment has fewer than two audit devices' });
  const owners = new Map<string, string>();
  for (const [path, device] of Object.entries(audit)) {
    const sink = sinkOf(device);
    const owner = owners.get(sink);
    if (owner !== undefined)
      found.push({
        code: 'VW1209',
        field: `${field}.${path}`,
        what: `Audit devices "${owner}" and "${path}" share a sink`,
      });
    owners.set(sink, path);
  }
  return found;
}

/** Where lines end up: two files of one volume fail together, so that the volume counts. */
const sinkOf = (device: AuditDevice): string =>
  device.type === 'socket' ? `${device.protocol ?? 'tcp'}://${device.address}` : device.type;
