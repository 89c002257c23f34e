import { exitStatus } from '../../model/diagnostics/errors.ts';
import { snapshotSettingsSchema } from '../../model/documents/snapshot-settings.ts';
import { accountToken } from '../clients/kubernetes/in-cluster-client.ts';
import { VaultClient } from '../clients/vault/vault-client.ts';
import { ServiceAccountLogin } from '../login/service-account.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import { Deadline } from '../run/deadline.ts';
import { runInPod } from '../run/pod-program.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';

/** Between two attempts to log in, in milliseconds. */
const pause = 2_000;

function settingsOf(text: string | undefined) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? '');
  } catch {
    // It is said to be not valid below.
  }
  const { data } = snapshotSettingsSchema.safeParse(parsed);
  if (!data) throw lifecycleError('VW5192', 'The document snapshot-settings.json is missing or not valid');
  return data;
}

/** The program of the Pod that takes snapshots: one run, one snapshot. It is told nothing by variables. */
await runInPod('SnapshotSummary', async ({ read, print, signal }) => {
  const settings = settingsOf(read('snapshot-settings'));
  const { address, ca: authority } = settings.vault;
  const deadline = new Deadline(settings.deadlineSeconds * 1000, signal);
  const vault = new VaultClient(address, { authority });
  const login = new ServiceAccountLogin({ ...settings.login, token: accountToken, wait: () => deadline.wait(pause) });
  const access = { vault, deadline };
  try {
    await login.begin(access);
    const { record, removed } = await takeSnapshot({ settings, vault, deadline, now: () => new Date() });
    for (const file of removed) print({ kind: 'SnapshotRemoved', file });
    const { file, sha256, bytes, index } = record;
    return {
      kind: 'SnapshotSummary',
      environment: settings.environment,
      status: 'done',
      exitStatus: exitStatus.clean,
      file,
      sha256,
      bytes,
      index,
      removed: removed.length,
    };
  } finally {
    if (vault.hasToken) await login.end(access);
    vault.close();
  }
});
