import { fieldOf, listAt, objectAt, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { producerFrom } from './producer-from.ts';
import type { SecretProducer } from './secret-producer.ts';

const user = [
  'username',
  'user',
  'password',
  'dbname',
  'host',
  'port',
  'uri',
  'jdbc-uri',
  'pgpass',
  'fqdn-uri',
  'fqdn-jdbc-uri',
];

type Reader = (object: IndexedObject) => SecretProducer[];

const suffixed =
  (...suffixes: readonly (readonly [string, (readonly string[])?])[]): Reader =>
  (object) =>
    suffixes.flatMap(([suffix, keys]) => producerFrom(object, { name: `${object.name}${suffix}`, keys }));

const destination: Reader = (object) =>
  producerFrom(object, { name: textAt(object.value, 'spec', 'destination', 'name') });

/** CloudNativePG, whose kind `Cluster` others use too. @see https://cloudnative-pg.io/documentation/current/applications/ */
const cluster: Reader = (object) => {
  if (!object.apiVersion.startsWith('postgresql.cnpg.io/')) return [];
  const spec = objectAt(object.value, 'spec');
  const bootstrap = objectAt(spec, 'bootstrap');
  const hasOwnUser = ['initdb', 'recovery', 'pg_basebackup'].some(
    (way) => textAt(bootstrap, way, 'secret', 'name') !== undefined,
  );
  return [
    ...(hasOwnUser ? [] : suffixed(['-app', user])(object)),
    ...(fieldOf(spec, 'enableSuperuserAccess') === true ? suffixed(['-superuser', user])(object) : []),
    ...suffixed(
      ['-ca', ['ca.crt', 'ca.key']],
      ['-server', ['tls.crt', 'tls.key']],
      ['-replication', ['tls.crt', 'tls.key']],
    )(object),
  ];
};

const managed =
  (...path: readonly string[]): Reader =>
  (object) => {
    const reference = objectAt(object.value, 'spec', ...path);
    return producerFrom(object, {
      name: textAt(reference, 'secretName') ?? textAt(reference, 'name'),
      namespace: textAt(reference, 'secretNamespace') ?? textAt(reference, 'namespace'),
    });
  };

/** Kyverno's generated and copied Secrets, whose namespace a variable usually gives. @see https://kyverno.io/docs/policy-types/cluster-policy/generate/ */
const generated: Reader = (object) =>
  listAt(object.value, 'spec', 'rules').flatMap((rule) => {
    const generate = objectAt(rule, 'generate');
    if (textAt(generate, 'kind') !== 'Secret') return [];
    return producerFrom(object, { name: textAt(generate, 'name') }).map(({ namespace: _, ...producer }) => ({
      ...producer,
      ownership: 'merges' as const,
    }));
  });

const readers: Readonly<Record<string, Reader>> = {
  cluster,
  vaultstaticsecret: destination,
  vaultdynamicsecret: destination,
  vaultpkisecret: destination,
  hcpvaultsecretsapp: destination,
  vaultsecret: suffixed(['']),
  onepassworditem: suffixed(['']),
  azurekeyvaultsecret: (object) =>
    producerFrom(object, { name: textAt(object.value, 'spec', 'output', 'secret', 'name') }),
  infisicalsecret: managed('managedSecretReference'),
  dopplersecret: managed('managedSecret'),
  bitwardensecret: (object) => producerFrom(object, { name: textAt(object.value, 'spec', 'secretName') }),
  kafkauser: suffixed([
    '',
    ['user.crt', 'user.key', 'ca.crt', 'user.p12', 'user.password', 'password', 'sasl.jaas.config'],
  ]),
  kafka: suffixed(
    ['-cluster-ca-cert', ['ca.crt', 'ca.p12', 'ca.password']],
    ['-clients-ca-cert', ['ca.crt', 'ca.p12', 'ca.password']],
    ['-cluster-ca', ['ca.key']],
    ['-clients-ca', ['ca.key']],
  ),
  rabbitmqcluster: suffixed(['-default-user'], ['-erlang-cookie']),
  elasticsearch: suffixed(
    ['-es-elastic-user', ['elastic']],
    ['-es-http-certs-public', ['tls.crt', 'ca.crt']],
    ['-es-http-ca-internal'],
  ),
  kibana: suffixed(['-kb-http-certs-public', ['tls.crt', 'ca.crt']]),
  keycloak: suffixed(['-initial-admin', ['username', 'password']]),
  objectbucketclaim: suffixed(['', ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']]),
  cephobjectstoreuser: (object) =>
    producerFrom(object, {
      name: `rook-ceph-object-user-${textAt(object.value, 'spec', 'store') ?? ''}-${object.name}`,
    }),
  postgrescluster: (object) => {
    const users = listAt(object.value, 'spec', 'users').flatMap((entry) => textAt(entry, 'name') ?? []);
    return suffixed(...[...new Set([object.name, ...users])].map((name) => [`-pguser-${name}`] as const))(object);
  },
  postgresql: (object) =>
    Object.keys(objectAt(object.value, 'spec', 'users')).flatMap((name) =>
      producerFrom(object, {
        name: `${name.replaceAll('_', '-')}.${object.name}.credentials.postgresql.acid.zalan.do`,
        keys: ['username', 'password'],
      }),
    ),
  clusterpolicy: generated,
  policy: generated,
  postgresuser: (object) =>
    producerFrom(object, { name: `${textAt(object.value, 'spec', 'secretName') ?? ''}-${object.name}` }),
  accesskey: (object) => producerFrom(object, { name: textAt(object.value, 'spec', 'secretName') }),
};

/** Lists the Secrets that well-known operators write for their custom resources. */
export const operatorProducers = (object: IndexedObject): SecretProducer[] =>
  (Object.hasOwn(readers, object.kindKey) && readers[object.kindKey]?.(object)) || [];
