import { named, type SecretWriter } from './secret-writer.ts';

const cnpgUser = [
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
const cnpg = 'https://cloudnative-pg.io/documentation/current/applications/';
const zalando = 'https://opensource.zalando.com/postgres-operator/docs/user.html#manifest-roles';
const login = ['username', 'password'];
const crunchyUser = [
  'dbname',
  'host',
  'jdbc-uri',
  'password',
  'port',
  'uri',
  'user',
  'verifier',
  'pgbouncer-host',
  'pgbouncer-jdbc-uri',
  'pgbouncer-port',
  'pgbouncer-uri',
];
const tail = 'credentials.postgresql.acid.zalan.do';

/** Operators of databases and caches. */
export const writersOfDatabases: readonly SecretWriter[] = [
  {
    kind: 'Cluster',
    group: 'postgresql.cnpg.io',
    page: cnpg,
    secrets: [
      {
        name: '{metadata.name}-app',
        keys: cnpgUser,
        when: [
          '!spec.bootstrap.initdb.secret.name',
          '!spec.bootstrap.recovery.secret.name',
          '!spec.bootstrap.pg_basebackup.secret.name',
        ],
      },
      {
        name: '{metadata.name}-superuser',
        keys: cnpgUser,
        when: ['spec.enableSuperuserAccess', '!spec.superuserSecret.name'],
      },
      { name: '{metadata.name}-ca', keys: ['ca.crt', 'ca.key'], when: ['!spec.certificates.serverCASecret'] },
      { name: '{metadata.name}-server', keys: ['tls.crt', 'tls.key'], when: ['!spec.certificates.serverTLSSecret'] },
      {
        name: '{metadata.name}-replication',
        keys: ['tls.crt', 'tls.key'],
        when: ['!spec.certificates.replicationTLSSecret'],
      },
    ],
  },
  {
    kind: 'postgresql',
    group: 'acid.zalan.do',
    page: zalando,
    secrets: [
      { each: 'spec.users', name: `{~@}.{metadata.name}.${tail}`, keys: login, isTelling: true },
      { each: 'spec.preparedDatabases', name: `{~@}-owner-user.{metadata.name}.${tail}`, keys: login },
      { each: 'spec.preparedDatabases', name: `{~@}-writer-user.{metadata.name}.${tail}`, keys: login },
      { each: 'spec.preparedDatabases', name: `{~@}-reader-user.{metadata.name}.${tail}`, keys: login },
      { name: `postgres.{metadata.name}.${tail}`, keys: login },
      { name: `standby.{metadata.name}.${tail}`, keys: login },
    ],
  },
  {
    kind: 'PostgresCluster',
    group: 'postgres-operator.crunchydata.com',
    page: 'https://access.crunchydata.com/documentation/postgres-operator/latest/tutorials/basic-setup/connect-cluster',
    secrets: [
      { name: '{metadata.name}-pguser-{metadata.name}', keys: crunchyUser, when: ['!spec.users'], isTelling: true },
      { each: 'spec.users', name: '{metadata.name}-pguser-{.name}', keys: crunchyUser },
      ...named(['-cluster-cert'], ['-replication-cert'], ['-pgbouncer'], ['-monitoring'], ['-pgbackrest']),
    ],
  },
  {
    kind: 'PerconaPGCluster',
    page: 'https://docs.percona.com/percona-operator-for-postgresql/2.0/users.html',
    secrets: [
      { name: '{metadata.name}-pguser-{metadata.name}', when: ['!spec.users'] },
      { each: 'spec.users', name: '{metadata.name}-pguser-{.name}', isTelling: true },
      ...named(['-cluster-cert'], ['-replication-cert'], ['-pgbouncer']),
    ],
  },
  {
    kind: 'PerconaXtraDBCluster',
    page: 'https://docs.percona.com/percona-operator-for-mysql/pxc/users.html',
    secrets: [
      { name: '{spec.secretsName|metadata.name}', when: ['spec.secretsName'], ownership: 'shares' },
      { name: '{metadata.name}-secrets', when: ['!spec.secretsName'], ownership: 'shares' },
      { name: 'internal-{metadata.name}' },
      { name: '{spec.sslSecretName}', ownership: 'shares' },
      { name: '{spec.sslInternalSecretName}', ownership: 'shares' },
      ...named(['-ssl'], ['-ssl-internal']),
    ],
  },
  {
    kind: 'PerconaServerMySQL',
    page: 'https://docs.percona.com/percona-operator-for-mysql/ps/users.html',
    secrets: [
      { name: '{spec.secretsName}', ownership: 'shares' },
      { name: '{metadata.name}-secrets', when: ['!spec.secretsName'], ownership: 'shares' },
      { name: 'internal-{metadata.name}' },
      ...named(['-ssl']),
    ],
  },
  {
    kind: 'PerconaServerMongoDB',
    page: 'https://docs.percona.com/percona-operator-for-mongodb/users.html',
    secrets: [
      { name: '{spec.secrets.users}', ownership: 'shares' },
      { name: '{metadata.name}-secrets', when: ['!spec.secrets.users'], ownership: 'shares' },
      { name: '{spec.secrets.encryptionKey}', ownership: 'shares' },
      { each: 'spec.users', name: '{metadata.name}-custom-user-secret', ownership: 'shares' },
      { name: 'internal-{metadata.name}-users' },
      ...named(['-ssl'], ['-ssl-internal'], ['-mongodb-keyfile'], ['-mongodb-encryption-key']),
    ],
  },
  {
    kind: 'MongoDBCommunity',
    page: 'https://github.com/mongodb/mongodb-kubernetes/tree/master/docs/mongodbcommunity',
    secrets: [
      {
        each: 'spec.users',
        name: '{.connectionStringSecretName}',
        keys: ['connectionString.standard', 'connectionString.standardSrv', ...login],
      },
      {
        each: 'spec.users',
        name: '{metadata.name}-{.db}-{.name}',
        keys: ['connectionString.standard', 'connectionString.standardSrv', ...login],
        when: ['!.connectionStringSecretName'],
      },
      { each: 'spec.users', name: '{.scramCredentialsSecretName}-scram-credentials' },
    ],
  },
  {
    kind: 'MariaDB',
    group: 'k8s.mariadb.com',
    page: 'https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/api_reference.md',
    secrets: [
      {
        name: '{spec.rootPasswordSecretKeyRef.name}',
        when: ['spec.rootPasswordSecretKeyRef.generate'],
        ownership: 'shares',
      },
      { name: '{spec.passwordSecretKeyRef.name}', when: ['spec.passwordSecretKeyRef.generate'], ownership: 'shares' },
      {
        name: '{spec.replication.replica.replPasswordSecretKeyRef.name}',
        when: ['spec.replication.replica.replPasswordSecretKeyRef.generate'],
        ownership: 'shares',
      },
      {
        name: '{spec.metrics.passwordSecretKeyRef.name}',
        when: ['spec.metrics.passwordSecretKeyRef.generate'],
        ownership: 'shares',
      },
      ...named(['-root'], ['-password'], ['-metrics-password'], ['-ca-bundle'], ['-server-cert'], ['-client-cert']),
    ],
  },
  {
    kind: 'Connection',
    group: 'k8s.mariadb.com',
    page: 'https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/api_reference.md',
    secrets: [
      {
        name: '{spec.secretName|metadata.name}',
        keys: ["{spec.secretTemplate.key|'dsn'}"],
        when: ['!spec.secretTemplate.usernameKey'],
      },
      { name: '{spec.secretName|metadata.name}', when: ['spec.secretTemplate.usernameKey'] },
    ],
  },
  {
    kind: 'MySQLCluster',
    group: 'moco.cybozu.com',
    page: 'https://cybozu-go.github.io/moco/',
    secrets: [{ name: 'moco-{metadata.name}' }, { name: 'moco-my-cnf-{metadata.name}' }],
  },
  {
    kind: 'MysqlCluster',
    group: 'mysql.presslabs.org',
    page: 'https://github.com/bitpoke/mysql-operator',
    secrets: [{ name: '{metadata.name}-mysql-operated' }],
  },
  {
    kind: 'SGCluster',
    group: 'stackgres.io',
    page: 'https://stackgres.io/doc/latest/administration/passwords/',
    secrets: named(['']),
  },
  {
    kind: [
      'Postgres',
      'MySQL',
      'MariaDB',
      'MongoDB',
      'Redis',
      'Elasticsearch',
      'Memcached',
      'Kafka',
      'ClickHouse',
      'Druid',
      'Solr',
    ],
    group: 'kubedb.com',
    page: 'https://kubedb.com/docs/latest/guides/',
    secrets: named(['-auth', login]),
  },
  {
    kind: 'PostgresUser',
    group: 'db.movetokube.com',
    page: 'https://github.com/movetokube/postgres-operator',
    secrets: [{ name: '{spec.secretName}-{metadata.name}' }],
  },
  {
    kind: ['Database', 'DbUser'],
    group: 'kinda.rocks',
    page: 'https://db-operator.github.io/',
    secrets: [{ name: '{spec.secretName}' }],
  },
  {
    kind: 'RedisEnterpriseCluster',
    page: 'https://redis.io/docs/latest/operate/kubernetes/',
    secrets: named(['', login]),
  },
  {
    kind: 'RedisEnterpriseDatabase',
    page: 'https://redis.io/docs/latest/operate/kubernetes/',
    secrets: [
      { name: '{spec.databaseSecretName}', ownership: 'shares' },
      { name: 'redb-{metadata.name}', when: ['!spec.databaseSecretName'] },
    ],
  },
  { kind: 'K8ssandraCluster', page: 'https://docs.k8ssandra.io/tasks/secure/', secrets: named(['-superuser', login]) },
  {
    kind: 'CassandraDatacenter',
    page: 'https://docs.k8ssandra.io/components/cass-operator/',
    secrets: [{ name: '{~spec.clusterName}-superuser', keys: login, when: ['!spec.superuserSecretName'] }],
  },
  {
    kind: 'VMUser',
    page: 'https://docs.victoriametrics.com/operator/resources/vmuser/',
    secrets: [{ name: 'vmuser-{metadata.name}', when: ['!spec.disable_secret_creation'] }],
  },
];
