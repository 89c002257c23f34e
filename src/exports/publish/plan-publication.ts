import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { type PublishedFile, recordFile } from '../rendered/published-record.ts';
import { treeDiagnostic } from '../rendered/rendered-problems.ts';
import { type Checkout, dirtyPaths, isSameRepository, remotesOf, standingAt } from './checkout.ts';
import type { Outgoing } from './output-files.ts';

/** How far a person lets publishing go. */
export interface PublishPermissions {
  /** Changes of others outside of the published files may be there. */
  readonly allowDirty: boolean;
  /** A file of others in the place of a published one is taken over. */
  readonly adopt: boolean;
  /** A published file that others changed gets its published text. */
  readonly restore: boolean;
  /** The checkout may be of another repository than the one for which was rendered. */
  readonly anyRemote: boolean;
}

/** What publishing would do, and what keeps it from that. Paths are below the folder of the record. */
export interface PublicationPlan {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** The record while it is under way: everything that is ours, with the digest of what stands there now. */
  readonly during: Readonly<Record<string, PublishedFile>>;
  /** The record that comes after it. */
  readonly files: Readonly<Record<string, PublishedFile>>;
  readonly problems: readonly Diagnostic[];
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Compares what is to be published with a checkout. What was published before and is no more is removed;
 * nothing else is.
 */
export function planPublication(
  outgoing: Outgoing,
  checkout: Checkout,
  permissions: PublishPermissions,
): PublicationPlan {
  const { root, into, record } = checkout;
  const written: string[] = [];
  const unchanged: string[] = [];
  const removed: string[] = [];
  const files: Record<string, PublishedFile> = {};
  const during: Record<string, PublishedFile> = {};
  const problems: Diagnostic[] = [];
  const known = new Map(Object.entries(record.files));
  for (const [path, { from, bytes }] of outgoing.files) {
    const digest = sha256(bytes);
    files[path] = { from, sha256: digest };
    const standing = standingAt(root, `${into}${path}`);
    const mine = known.get(path);
    const was = standing.kind === 'file' ? sha256(standing.bytes) : digest;
    during[path] = { from, sha256: digest, ...(was !== digest && { was }) };
    if (standing.kind === 'other') problems.push(treeDiagnostic('VW4037', standing.what));
    else if (standing.kind === 'absent') written.push(path);
    else if (standing.bytes.equals(bytes)) unchanged.push(path);
    else {
      written.push(path);
      if (mine === undefined && !permissions.adopt)
        problems.push(treeDiagnostic('VW4037', `${into}${path} stands where ${from} would be published`));
      else if (mine !== undefined && !isOurs(mine, standing.bytes) && !permissions.restore)
        problems.push(treeDiagnostic('VW4038', `${into}${path} is not as it was published`));
    }
  }
  for (const [path, mine] of known) {
    if (outgoing.files.has(path)) continue;
    const standing = standingAt(root, `${into}${path}`);
    if (standing.kind === 'absent') continue;
    removed.push(path);
    during[path] = standing.kind === 'file' ? { ...mine, was: sha256(standing.bytes) } : mine;
    if (standing.kind === 'other') problems.push(treeDiagnostic('VW4037', standing.what));
    else if (!isOurs(mine, standing.bytes) && !permissions.restore)
      problems.push(treeDiagnostic('VW4038', `${into}${path} would be removed, and is not as it was published`));
  }
  problems.push(...foreign(outgoing, checkout, permissions), ...dirt(outgoing, checkout, permissions));
  return { written: written.sort(), removed: removed.sort(), unchanged: unchanged.sort(), during, files, problems };
}

const isOurs = ({ sha256: digest, was }: PublishedFile, bytes: Buffer): boolean => {
  const standing = sha256(bytes);
  return standing === digest || standing === was;
};

function foreign({ url }: Outgoing, { root }: Checkout, { anyRemote }: PublishPermissions): Diagnostic[] {
  const remotes = remotesOf(root);
  if (anyRemote || url === undefined || remotes.length === 0) return [];
  if (remotes.some((remote) => isSameRepository(remote, url))) return [];
  return [treeDiagnostic('VW4036', `no remote of ${root} is the repository for which was rendered, ${url}`)];
}

function dirt({ files }: Outgoing, { root, into, record }: Checkout, { allowDirty }: PublishPermissions): Diagnostic[] {
  if (allowDirty) return [];
  const ours = new Set([...files.keys(), ...Object.keys(record.files), recordFile].map((path) => `${into}${path}`));
  const others = dirtyPaths(root).filter((path) => !ours.has(path));
  if (others.length === 0) return [];
  const named = `${others.slice(0, 5).join(', ')}${others.length > 5 ? ` and ${others.length - 5} more` : ''}`;
  return [treeDiagnostic('VW4036', `${root} has changes that are not committed: ${named}`)];
}
