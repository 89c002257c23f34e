import type { SecretKeyHandle } from '../../model/declarations/secret-contract.ts';
import type { VaultKey } from '../../model/declarations/vault-key.ts';

/** A Deployment that must be available, such as that of an operator. */
export interface SmokeDeployment {
  readonly namespace: string;
  readonly name: string;
  /** Phase in which it is rolled out, 10 to 699; the smoke must be later. */
  readonly phase: number;
}

/**
 * A ConfigMap in which a producer publishes `sha256:<hexadecimal digits>` of values that it wrote to Vault.
 */
export interface PublishedDigests {
  readonly configMap: string;
  /** @default the namespace of the smoke */
  readonly namespace?: string;
  /** Keys of the ConfigMap under which the digest of a Vault key may stand, the usual one first. */
  readonly names: readonly { readonly key: VaultKey; readonly names: readonly [string, ...string[]] }[];
}

/**
 * A request that a service answers only to whom it knows: it proves that the credential of a Secret is in
 * force, which neither its presence nor its digest does.
 */
export interface SmokeProbe {
  /** What is asked, for findings, such as `GitLab`. */
  readonly name: string;
  /** Data key with the address of the service, `https://…`. */
  readonly url: SecretKeyHandle;
  /** Path below that address that is read with the credential, such as `/user`. */
  readonly path: string;
  /** Data key with the credential, in the same Secret; the smoke must inspect that. */
  readonly token: SecretKeyHandle;
  /** Header in which the credential is sent as it is. @default `Authorization`, as a bearer token */
  readonly header?: string;
}
