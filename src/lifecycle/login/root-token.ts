import { isObject } from '../clients/vault/vault-answer.ts';
import { vaultError } from '../clients/vault/vault-client.ts';
import { lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { BootstrapRun } from '../programs/bootstrap/bootstrap-run.ts';
import { credentialsLabel, type VaultCredentials } from './kept-credentials.ts';

/** What a login needs of a run. */
type LoginSurroundings = Pick<BootstrapRun, 'vault' | 'deadline' | 'journal' | 'settings' | 'isDryRun' | 'findings'>;

/** Seconds that the token of a run lives beyond its deadline, for its last steps. */
const slack = 60;

/**
 * Logs in once for the whole run: with the kept root token it makes a token that ends with the run.
 *
 * A dry run uses the root token itself, since making a token would change Vault.
 * @throws VW5008 where Vault does not know the root token
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#create-token
 */
export async function logIn(run: LoginSurroundings, { rootToken }: VaultCredentials): Promise<void> {
  const { vault, deadline, journal, settings, isDryRun } = run;
  journal.enter('login');
  vault.token = rootToken;
  if (isDryRun) return;
  const ttl = `${settings.deadlineSeconds + slack}s`;
  const answer = await vault.send(
    {
      method: 'POST',
      path: 'auth/token/create-orphan',
      body: { display_name: settings.name, policies: ['root'], ttl, explicit_max_ttl: ttl, renewable: false },
      // One that is made and never used ends by itself.
      repeat: true,
    },
    deadline,
  );
  vault.token = undefined;
  if (answer.kind === 'forbidden')
    throw lifecycleError('VW5008', `${credentialsLabel(run)} holds a root token that Vault does not accept`);
  if (answer.kind !== 'ok') throw vaultError(answer, 'log in');
  const token = isObject(answer.body.auth) ? answer.body.auth.client_token : undefined;
  if (typeof token !== 'string') throw vaultError({ kind: 'malformed' }, 'log in');
  vault.token = token;
  journal.step({ phase: 'login', action: 'log in', outcome: 'done' });
}

/** Ends the token of the run, whatever became of the run; where that fails it ends by itself. */
export async function logOut({ vault, deadline, journal, isDryRun, findings }: LoginSurroundings): Promise<void> {
  if (!vault.hasToken) return;
  if (!isDryRun) {
    journal.enter('revoke');
    const request = { method: 'POST', path: 'auth/token/revoke-self', timeout: 3_000, repeat: true } as const;
    const answer = await vault.send(request, deadline.isOver ? deadline.grace(3_000) : deadline.atMost(10_000));
    const isRevoked = answer.kind === 'ok' || answer.kind === 'forbidden';
    journal.step({
      phase: 'revoke',
      action: 'revoke the token of this run',
      outcome: isRevoked ? 'done' : 'failed',
      ...(!isRevoked && { reason: answer.kind }),
    });
    if (!isRevoked)
      findings.push(lifecycleProblem('VW5027', `Vault did not revoke the token of the run: ${answer.kind}`));
  }
  vault.token = undefined;
}
