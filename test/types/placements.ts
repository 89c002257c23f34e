import {
  AccessMap,
  BootstrapCronJob,
  ClusterServiceSecrets,
  DeliveredSecrets,
  SecretMirror,
  SecretStore,
  ServiceSecrets,
  TestSecrets,
  UnreadVaultKeys,
  VaultFixture,
  VaultTokenReview,
  VaultWriter,
} from 'vaultwright';
import { envValueOf, secretOf, volumeOf } from 'vaultwright/cdk8s-plus-28';
import {
  certificate,
  credentials,
  password,
  personas,
  realm,
  type TinyEnv,
  TinyFoundation,
  TinyService,
  template,
} from './tiny-platform.ts';

declare const env: TinyEnv;
const service = new TinyService(env, 'ledger', { owner: 'platform', phase: 650, environments: ['sandbox'] });

new DeliveredSecrets(service, certificate);
new SecretMirror(service, certificate);
new VaultWriter(service, realm, { role: 'realm-patcher', serviceAccounts: ['default'] });
new UnreadVaultKeys(service, [password], { reason: 'Type test' });
secretOf(service, credentials);
envValueOf(service, credentials.key('password'));
volumeOf(service, credentials, { items: { password: 'password' } });

// @ts-expect-error mirror of a Secret that comes from Vault
new SecretMirror(service, credentials);
// @ts-expect-error Secret from Vault among delivered ones
new DeliveredSecrets(service, credentials);
// @ts-expect-error delivered Secret among several to place
new ServiceSecrets(service, [credentials, certificate]);
// @ts-expect-error name of a Secret where a contract belongs
new ServiceSecrets(service, 'ledger-db-credentials');
// @ts-expect-error delivered Secret for later namespaces
new ClusterServiceSecrets(service, certificate, { namespaces: { prefix: 'ws-', labels: { workspace: 'true' } } });
// @ts-expect-error later namespaces without labels
new ClusterServiceSecrets(service, credentials, { namespaces: { prefix: 'ws-' } });
// @ts-expect-error name of a producer where the producer belongs
new VaultWriter(service, 'realm-patcher', { role: 'realm-patcher', serviceAccounts: ['default'] });
// @ts-expect-error producer without its ServiceAccounts
new VaultWriter(service, realm, { role: 'realm-patcher' });
// @ts-expect-error unread keys without a reason
new UnreadVaultKeys(service, [password], {});
// @ts-expect-error path where an unread key belongs
new UnreadVaultKeys(service, ['ledger-db-password'], { reason: 'Type test' });
// @ts-expect-error store of a namespace without the namespace
new SecretStore(new TinyFoundation(env, 'store', { owner: 'platform', phase: 155 }), {});
// @ts-expect-error namespaces that read an unknown field of the environment
new ServiceSecrets(service, credentials, { namespaces: (environment) => [environment.zone] });

// @ts-expect-error unknown environment of a component
new TinyService(env, 'ledger', { owner: 'platform', phase: 650, environments: ['elsewhere'] });
// @ts-expect-error unknown property of a component
new TinyService(env, 'ledger', { owner: 'platform', phase: 650, team: 'platform' });
// @ts-expect-error phase of a component as text
new TinyService(env, 'ledger', { owner: 'platform', phase: '650' });

// @ts-expect-error wrong type of a leaf of Helm values: a Vault key
service.values({ auth: { password } });
// @ts-expect-error wrong type of a leaf of Helm values: a template
service.values({ auth: { url: template`${password}` } });
// @ts-expect-error wrong type of a leaf of Helm values: a date
service.values({ since: new Date(0) });
// @ts-expect-error wrong type of a leaf of Helm values: nothing
service.values({ auth: { existingSecret: undefined } });
// @ts-expect-error wrong type of a leaf of Helm values: a function of something else than the environment
service.values({ replicas: (count: number) => count });
// @ts-expect-error Helm values that read an unknown field of the environment
service.values((environment) => ({ zone: environment.zone }));

// @ts-expect-error name of a Secret for cdk8s-plus
secretOf(service, 'ledger-db-credentials');
// @ts-expect-error name of a data key for cdk8s-plus
envValueOf(service, 'password');
// @ts-expect-error volume with a data key that the Secret does not have
volumeOf(service, credentials, { items: { pasword: 'password' } });

const foundation = new TinyFoundation(env, 'bootstrap', { owner: 'platform', phase: 155 });
const image = `docker.io/library/node:24@sha256:${'0'.repeat(64)}` as const;
const documents = { fixtureMap: new VaultFixture(foundation), accessMap: new AccessMap(foundation) };
const { environment } = env;
if (environment.lifecycle === 'ephemeral') {
  const backfill = [{ key: password, from: credentials.key('password') }];
  new BootstrapCronJob(foundation, { ...documents, environment, name: 'bootstrap', image, backfill });
  // @ts-expect-error image without a digest
  new BootstrapCronJob(foundation, { ...documents, environment, name: 'bootstrap', image: 'node:24' });
  // @ts-expect-error image without a tag
  new BootstrapCronJob(foundation, { ...documents, environment, name: 'bootstrap', image: 'node@sha256:0000' });
  // @ts-expect-error bootstrap without its fixture map
  new BootstrapCronJob(foundation, { accessMap: documents.accessMap, environment, name: 'bootstrap', image });
  const named = [{ key: password, from: 'ledger-db-credentials' }];
  // @ts-expect-error name of a Secret where the handle of a backfilled key belongs
  new BootstrapCronJob(foundation, { ...documents, environment, name: 'bootstrap', image, backfill: named });
  new TestSecrets(service, personas, { environment });
  // @ts-expect-error Secret of workloads among those of tests
  new TestSecrets(service, credentials, { environment });
} else {
  // @ts-expect-error Secret of tests in a regulated environment
  new TestSecrets(service, personas, { environment });
  // @ts-expect-error bootstrap of a regulated environment
  new BootstrapCronJob(foundation, { ...documents, environment, name: 'bootstrap', image });
}
// @ts-expect-error Secret of tests where it may be regulated
new TestSecrets(service, personas, { environment });
// @ts-expect-error Secret of tests as one of workloads
new ServiceSecrets(service, personas);
// @ts-expect-error bootstrap of an environment that may be regulated
new BootstrapCronJob(foundation, { ...documents, environment, name: 'bootstrap', image });
new VaultTokenReview(foundation);
// @ts-expect-error token review for a ServiceAccount without a name
new VaultTokenReview(foundation, { serviceAccount: true });
