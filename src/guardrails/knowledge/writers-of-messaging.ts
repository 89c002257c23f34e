import { named, type SecretWriter } from './secret-writer.ts';

const strimzi = 'https://strimzi.io/docs/operators/latest/deploying';
const authority = ['ca.crt', 'ca.p12', 'ca.password'];

/** Operators of message brokers. */
export const writersOfMessaging: readonly SecretWriter[] = [
  {
    kind: 'Kafka',
    group: 'kafka.strimzi.io',
    page: strimzi,
    secrets: [
      { name: '{metadata.name}-cluster-ca-cert', keys: authority, isTelling: true },
      { name: '{metadata.name}-clients-ca-cert', keys: authority, isTelling: true },
      { name: '{metadata.name}-cluster-ca', keys: ['ca.key'], isTelling: true },
      { name: '{metadata.name}-clients-ca', keys: ['ca.key'], isTelling: true },
      ...named(
        ['-kafka-brokers'],
        ['-cluster-operator-certs'],
        ['-entity-topic-operator-certs'],
        ['-entity-user-operator-certs'],
        ['-kafka-exporter-certs'],
        ['-zookeeper-nodes'],
        ['-cruise-control-certs'],
        ['-cruise-control-api'],
      ),
    ],
  },
  {
    kind: 'KafkaUser',
    group: 'kafka.strimzi.io',
    page: strimzi,
    secrets: named([
      '',
      ['user.crt', 'user.key', 'ca.crt', 'user.p12', 'user.password', 'password', 'sasl.jaas.config'],
    ]),
  },
  { kind: 'KafkaConnect', group: 'kafka.strimzi.io', page: strimzi, secrets: named(['-connect-tls-trusted-certs']) },
  {
    kind: 'KafkaAccess',
    group: 'access.strimzi.io',
    page: 'https://github.com/strimzi/kafka-access-operator',
    secrets: [{ name: '{spec.secretName|metadata.name}' }],
  },
  {
    kind: 'RabbitmqCluster',
    group: 'rabbitmq.com',
    page: 'https://www.rabbitmq.com/kubernetes/operator/using-operator',
    secrets: [
      {
        name: '{metadata.name}-default-user',
        keys: ['username', 'password', 'host', 'port', 'provider', 'type', 'default_user.conf', 'connection_string'],
        when: ['!spec.secretBackend.externalSecret.name', '!spec.secretBackend.vault'],
        isTelling: true,
      },
      { name: '{metadata.name}-erlang-cookie', keys: ['.erlang.cookie'], isTelling: true },
    ],
  },
  {
    kind: 'User',
    group: 'rabbitmq.com',
    page: 'https://www.rabbitmq.com/kubernetes/operator/using-topology-operator',
    secrets: named(['-user-credentials', ['username', 'password']]),
  },
  {
    kind: 'Redpanda',
    group: 'cluster.redpanda.com',
    page: 'https://docs.redpanda.com/current/manage/kubernetes/security/',
    secrets: named(
      ['-default-cert'],
      ['-default-root-certificate'],
      ['-external-cert'],
      ['-external-root-certificate'],
      ['-users'],
    ),
  },
  {
    kind: 'ActiveMQArtemis',
    page: 'https://artemiscloud.io/docs/help/operator/',
    secrets: named(['-credentials-secret']),
  },
];
