import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { VaultAccess } from '../reconcile/resource.ts';

/** An identity that a program takes in Vault; one file a way to get it. */
export interface Login {
  /** Whether it makes a token of its own, which ends with it. */
  readonly makesToken: boolean;
  /** Logs the client in. */
  begin(access: VaultAccess): Promise<void>;
  /**
   * Returns the identity back, also after a run that failed.
   * @returns what went wrong, which is too late to fail
   */
  end(access: VaultAccess): Promise<Diagnostic | undefined>;
}
