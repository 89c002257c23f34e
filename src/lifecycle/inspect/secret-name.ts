import { listed } from './remedy.ts';

/** Which Secret. */
export interface SecretName {
  readonly namespace: string;
  readonly secret: string;
}

/** A data key, with the ids of the Vault keys of which it is made; none where something else writes it. */
export interface ExpectedKey {
  readonly name: string;
  readonly from: readonly string[];
}

/** Names one data key with its Secret and the Vault keys behind it. */
export const keyShown = ({ namespace, secret }: SecretName, { name, from }: ExpectedKey): string =>
  `Key "${name}" of Secret "${namespace}/${secret}"${from.length === 0 ? '' : ` (Vault key ${listed(from, 4)})`}`;

/** Where the findings about a Secret point. */
export const secretPlace = ({ namespace, secret: name }: SecretName, from: readonly string[] = []) => ({
  object: { apiVersion: 'v1', kind: 'Secret', namespace, name },
  ...(from.length === 1 && { vaultPath: from[0] as string }),
});
