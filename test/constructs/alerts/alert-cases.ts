import type { AlertCase } from './promtool.ts';

const condition = (metric: string, status: string, name: string, labels = 'namespace="small-live"'): string =>
  `${metric}_status_condition{condition="Ready",status="${status}",name="${name}",${labels}}`;
const externalSecret = (status: string, name: string, labels?: string): string =>
  condition('externalsecret', status, name, labels);
const exported = 'namespace="external-secrets",exported_namespace="small-live"';
const every = (value: string, count = 300): string => `${value}x${count}`;
const written = (key: string): string => `vaultwright_key_written_timestamp_seconds{environment="live",key="${key}"}`;

/** When each alert fires, and when it does not. */
export const alertCases: readonly AlertCase[] = [
  {
    title: 'an ExternalSecret that is not Ready',
    series: { [externalSecret('False', 'shop-db-sync')]: every('1+0') },
    at: '11m',
    alert: 'ExternalSecretNotReady',
    fires: { namespace: 'small-live', name: 'shop-db-sync' },
  },
  {
    title: 'one whose namespace Prometheus renamed',
    series: { [externalSecret('False', 'shop-db-sync', exported)]: every('1+0') },
    at: '11m',
    alert: 'ExternalSecretNotReady',
    fires: { namespace: 'small-live', name: 'shop-db-sync' },
  },
  {
    title: 'one that was not Ready for a moment',
    series: { [externalSecret('False', 'shop-db-sync')]: '1x5 0x300' },
    at: '11m',
    alert: 'ExternalSecretNotReady',
    fires: undefined,
  },
  {
    title: 'one of another environment',
    series: { [externalSecret('False', 'shop-db-sync', 'namespace="small-sandbox"')]: every('1+0') },
    at: '11m',
    alert: 'ExternalSecretNotReady',
    fires: undefined,
  },
  {
    title: 'an ExternalSecret that the operator never saw',
    series: { [externalSecret('True', 'shop-db-sync')]: every('1+0') },
    at: '31m',
    alert: 'ExternalSecretsMissing',
    fires: {},
  },
  {
    title: 'an operator that tells nothing at all',
    series: {},
    at: '31m',
    alert: 'ExternalSecretsMissing',
    fires: {},
  },
  {
    title: 'all ExternalSecrets Ready, and another one',
    series: Object.fromEntries(
      ['shop-db-sync', 'shop-api-sync', 'shop-once-sync', 'other-sync'].map((name) => [
        externalSecret('True', name),
        every('1+0'),
      ]),
    ),
    at: '31m',
    alert: 'ExternalSecretsMissing',
    fires: undefined,
  },
  {
    title: 'an ExternalSecret of an hour that is not read for three hours',
    series: { 'externalsecret_sync_calls_total{namespace="small-live",name="shop-db-sync"}': '1+1x10 11x300' },
    at: '200m',
    alert: 'ExternalSecretStale',
    fires: { namespace: 'small-live', name: 'shop-db-sync', refresh_interval: '1h0m0s' },
  },
  {
    title: 'an ExternalSecret of five minutes that is not read for an hour',
    series: { 'externalsecret_sync_calls_total{namespace="small-live",name="shop-api-sync"}': '1+1x10 11x300' },
    at: '60m',
    alert: 'ExternalSecretStale',
    fires: { namespace: 'small-live', name: 'shop-api-sync', refresh_interval: '5m0s' },
  },
  {
    title: 'an ExternalSecret of an hour that is not read for an hour',
    series: { 'externalsecret_sync_calls_total{namespace="small-live",name="shop-db-sync"}': '1+1x10 11x300' },
    at: '70m',
    alert: 'ExternalSecretStale',
    fires: undefined,
  },
  {
    title: 'an ExternalSecret that is read once',
    series: { 'externalsecret_sync_calls_total{namespace="small-live",name="shop-once-sync"}': every('1+0') },
    at: '250m',
    alert: 'ExternalSecretStale',
    fires: undefined,
  },
  {
    title: 'a store that is not Ready',
    series: { [condition('secretstore', 'False', 'small-vault')]: every('1+0') },
    at: '6m',
    alert: 'SecretStoreNotReady',
    fires: { namespace: 'small-live', name: 'small-vault' },
  },
  {
    title: 'a store of somebody else',
    series: { [condition('secretstore', 'False', 'other')]: every('1+0') },
    at: '6m',
    alert: 'SecretStoreNotReady',
    fires: undefined,
  },
  {
    title: 'findings of drift',
    series: {
      'vaultwright_drift_findings{environment="live",code="VW5120"}': every('2+0'),
      'vaultwright_drift_findings{environment="live",code="VW5124"}': every('1+0'),
    },
    at: '61m',
    alert: 'SecretsDrift',
    fires: {},
  },
  {
    title: 'no findings of drift',
    series: { 'vaultwright_drift_findings{environment="live",code="VW5120"}': every('0+0') },
    at: '61m',
    alert: 'SecretsDrift',
    fires: undefined,
  },
  {
    title: 'drift that nobody looked for',
    series: {},
    at: '11m',
    alert: 'DriftUnknown',
    fires: { environment: 'live' },
  },
  {
    title: 'drift that somebody looked for',
    series: { 'vaultwright_drift_timestamp_seconds{environment="live"}': every('0+0') },
    at: '5h',
    alert: 'DriftUnknown',
    fires: undefined,
  },
  {
    title: 'a key of ninety minutes after three hours',
    series: { [written('shop-token')]: every('0+0'), [written('shop-password')]: every('0+0') },
    at: '3h',
    alert: 'VaultKeyTooOld',
    fires: { key: 'shop-token', max_age: '1h30m0s' },
  },
  {
    title: 'a key that was replaced in time',
    series: { [written('shop-token')]: every('0+60') },
    at: '5h',
    alert: 'VaultKeyTooOld',
    fires: undefined,
  },
  {
    title: 'a transit token that ends in three days',
    series: { 'vaultwright_transit_token_expiry_timestamp_seconds{environment="live"}': every('259200+0') },
    at: '61m',
    alert: 'TransitTokenExpires',
    fires: {},
  },
  {
    title: 'a transit token that ends in a month',
    series: { 'vaultwright_transit_token_expiry_timestamp_seconds{environment="live"}': every('2592000+0') },
    at: '61m',
    alert: 'TransitTokenExpires',
    fires: undefined,
  },
];
