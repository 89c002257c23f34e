import { secret, template, vault } from '../platform/definition.ts';

const adminPassword = vault.generated('clickhouse-admin-password');
export const langfuseClickhousePassword = vault.generated('langfuse-clickhouse-password');
const plausibleClickhousePassword = vault.generated('plausible-clickhouse-password');

export const clickhouseAuth = secret('clickhouse-auth', {
  purpose: 'Users of ClickHouse and their passwords',
  externalSecret: 'clickhouse-auth',
  keys: {
    password: adminPassword,
    adminUsername: vault.literal('clickhouse-admin-username', 'admin'),
    adminPassword,
    langfuseUsername: template`langfuse`,
    langfusePassword: langfuseClickhousePassword,
    plausibleUsername: template`plausible`,
    plausiblePassword: plausibleClickhousePassword,
  },
});
