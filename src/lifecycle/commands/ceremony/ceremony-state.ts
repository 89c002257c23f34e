import * as z from 'zod/mini';
import type { PgpKey } from './gpg.ts';

/** Somebody to whose key something is encrypted. */
const recipient = z.strictObject({
  name: z.string(),
  fingerprint: z.string(),
  /** Binary public key, in base64. */
  key: z.string(),
  /** How encrypted files reach the person, in words. */
  channel: z.string(),
});
export type Recipient = z.output<typeof recipient>;

/** A set of custodians, of whom so many are needed. */
const custody = z.strictObject({ custodians: z.array(recipient), threshold: z.int() });
export type Custody = z.output<typeof custody>;

/** A share that was sent: whose, and how many the server had before. */
const sent = z.strictObject({ custodian: z.string(), given: z.int() });
export type SentShare = z.output<typeof sent>;

/** Texts that the server encrypted, in base64. */
const encrypted = z.array(z.string());

/**
 * Schema of `state.json`, version 1: what a ceremony needs to go on from where it ended. Public keys, names
 * and what is encrypted to them; never a secret in clear.
 */
export const ceremonyStateSchema = z.strictObject({
  kind: z.literal('CeremonyState'),
  version: z.literal(1),
  environment: z.string(),
  /** Who holds the recovery key now. */
  custody: z.optional(custody),
  /** For whom root tokens are encrypted. */
  rootHolder: z.optional(recipient),
  /** For whom bootstrap tokens are encrypted. */
  bootstrapHolder: z.optional(recipient),
  /** An initialisation that was sent; `answer` is what came back and is not filed yet. */
  init: z.optional(
    z.strictObject({
      custody,
      rootHolder: recipient,
      answer: z.optional(z.strictObject({ shares: encrypted, rootToken: z.string() })),
    }),
  ),
  /** Break-glass identities that have proven themselves. */
  breakGlass: z.optional(z.array(z.string())),
  /** Fingerprint of the key with which a trial of a break-glass identity was started and not yet ended. */
  trial: z.optional(z.string()),
  /** The bootstrap token that was handed out last; an accessor can end a token and do nothing else. */
  bootstrap: z.optional(z.strictObject({ accessor: z.string() })),
  /** A revocation of the root token that was sent. */
  revocation: z.optional(z.strictObject({ accessor: z.string() })),
  /** A rotation of the recovery key that is under way. */
  rotation: z.optional(
    z.strictObject({ nonce: z.string(), custody, shares: z.optional(encrypted), sent: z.optional(sent) }),
  ),
  /** A generation of a root token that is under way. */
  generation: z.optional(
    z.strictObject({
      nonce: z.string(),
      holder: recipient,
      sent: z.optional(sent),
      /** The token that came back and is not filed yet, in base64. */
      token: z.optional(z.string()),
    }),
  ),
});
export type CeremonyState = z.output<typeof ceremonyStateSchema>;

export const emptyState = (environment: string): CeremonyState => ({ kind: 'CeremonyState', version: 1, environment });

/** Keeps a key with whom it belongs to. */
export const recipientOf = (name: string, { fingerprint, bytes }: PgpKey, channel: string): Recipient => ({
  name,
  fingerprint,
  key: bytes.toString('base64'),
  channel,
});

/** The key of somebody, for gpg. */
export const keyOf = ({ fingerprint, key }: Recipient): PgpKey => ({
  fingerprint,
  userIds: [],
  bytes: Buffer.from(key, 'base64'),
});

/** How the transcript names somebody. */
export const holderOf = ({ name, fingerprint, channel }: Recipient) => ({ name, fingerprint, channel });

/** File with the share of a custodian. */
export const shareFile = (name: string): string => `share-${name}.gpg`;
export const rootTokenFile = 'root-token.gpg';
export const bootstrapTokenFile = 'bootstrap-token.gpg';
/** File with the password of a break-glass identity. */
export const passwordFile = (name: string): string => `break-glass-${name}.gpg`;
