import { ServiceSecrets } from '../../src/index.ts';
import { externalSecret, literal, purpose } from './inline-secret.ts';
import { metadata, type Route, raw } from './route.ts';

/** Inline secrets by way of declarations, templates and stores. */
export const declarationRoutes: readonly Route[] = [
  {
    title: 'a data key bound to a literal by a cast',
    add: (component, platform) => {
      const user = platform.vault.literal('cast-user', 'user');
      const contract = platform.secret('cast', { purpose, keys: { user, password: literal as never } });
      new ServiceSecrets(component, contract);
    },
  },
  {
    title: 'a template that is nothing but a literal',
    add: (component, platform) => {
      const user = platform.vault.literal('template-user', 'user');
      const contract = platform.secret('template', {
        purpose,
        keys: { user, password: platform.template`${literal}` },
      });
      new ServiceSecrets(component, contract);
    },
  },
  {
    title: 'a template with a literal beside a variable',
    add: (component, platform) => {
      const user = platform.vault.literal('mixed-user', 'user');
      const ini = platform.template`user=${user}\npassword=${literal}\n`;
      new ServiceSecrets(component, platform.secret('mixed', { purpose, keys: { 'app.ini': ini } }));
    },
  },
  {
    title: 'a URL in a template with a literal password',
    add: (component, platform) => {
      const user = platform.vault.literal('url-user', 'user');
      const url = platform.template`postgresql://${user}:${literal}@postgres:5432/app`;
      new ServiceSecrets(component, platform.secret('url', { purpose, keys: { url } }));
    },
  },
  {
    title: 'a literal recipe that is no user name',
    vaultKey: 'literal-password',
    add: (component, platform) => {
      const password = platform.vault.literal('literal-password', literal);
      new ServiceSecrets(component, platform.secret('literal', { purpose, keys: { password } }));
    },
  },
  {
    title: 'a composed recipe of nothing but a literal',
    vaultKey: 'composed-password',
    add: (component, platform) => {
      const password = platform.vault.compose('composed-password')`${literal}`;
      new ServiceSecrets(component, platform.secret('composed', { purpose, keys: { password } }));
    },
  },
  {
    title: 'a composed URL with a literal password',
    vaultKey: 'composed-url',
    add: (component, platform) => {
      const user = platform.vault.literal('composed-user', 'user');
      const url = platform.vault.url('composed-url')`postgresql://${user}:${literal}@postgres:5432/app`;
      new ServiceSecrets(component, platform.secret('composed', { purpose, keys: { url } }));
    },
  },
  {
    title: 'a recipe override with a literal',
    override: { type: 'literal', value: `postgresql://user:${literal}@postgres` },
  },
  raw('a template of an ExternalSecret', externalSecret({ data: { password: literal } })),
  raw(
    'a default in a template of an ExternalSecret',
    externalSecret({ data: { password: `{{ .user | default "${literal}" }}` } }),
  ),
  raw(
    'a literal template of an ExternalSecret',
    externalSecret({ templateFrom: [{ literal: `password: ${literal}` }] }),
  ),
  raw('a store with a fake provider', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata,
    spec: { provider: { fake: { data: [{ key: 'greeting', value: literal }] } } },
  }),
  raw('a generator that is no generator', {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Fake',
    metadata,
    spec: { data: { greeting: literal } },
  }),
];
