import { ClusterSecretStore, ServiceSecrets, whereRead } from 'vaultwright';
import { certificate, credentials, TinyBundle, type TinyEnv, TinyFoundation, TinyService } from './tiny-platform.ts';

declare const env: TinyEnv;

const store = new TinyFoundation(env, 'store', { owner: 'platform', phase: 155 });
new ClusterSecretStore(store, { conditions: whereRead });
// @ts-expect-error missing store conditions
new ClusterSecretStore(store, {});
// @ts-expect-error missing store properties
new ClusterSecretStore(store);
// @ts-expect-error empty store conditions
new ClusterSecretStore(store, { conditions: [] });

const approval = { owner: 'platform', date: '2026-01-31', reason: 'Type test', backlog: 'T-1' };
new TinyBundle(env, 'shared', { owner: 'platform', phase: 230, approval });
// @ts-expect-error bundle without approval
new TinyBundle(env, 'shared', { owner: 'platform', phase: 230 });
const { backlog: _backlog, ...unrecorded } = approval;
// @ts-expect-error bundle whose approval has no backlog reference
new TinyBundle(env, 'shared', { owner: 'platform', phase: 230, approval: unrecorded });

const ledger = new TinyService(env, 'ledger', { owner: 'platform', phase: 650 });
new ServiceSecrets(ledger, credentials);
// @ts-expect-error delivered Secret where the operator is to write one
new ServiceSecrets(ledger, certificate);
// @ts-expect-error service without an owner
new TinyService(env, 'ledger', { phase: 650 });

ledger.values({ auth: { existingSecret: credentials, passwordKey: credentials.key('password') } });
// @ts-expect-error unknown key in Helm values
ledger.values({ auth: { existingSecret: credentials, passwordKey: credentials.key('pasword') } });
