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
