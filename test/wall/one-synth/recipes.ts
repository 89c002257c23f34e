import { base64, json, type SecretTemplate, ServiceSecrets, type VaultKey } from '../../../src/index.ts';
import type { SmallPlatform } from '../../constructs/small-platform.ts';
import type { Case, Kind } from './case.ts';

type Factory = SmallPlatform['vault'];

/** A recipe whose entry in the fixture map is refused. */
const recipe = (
  title: string,
  vaultKey: string,
  dataKey: string,
  make: (vault: Factory, path: string) => VaultKey,
): Case => ({
  title,
  vaultKey,
  add: (component, { vault, secret }) => {
    const keys = { [dataKey as 'key']: make(vault, vaultKey) };
    new ServiceSecrets(component, secret(vaultKey, { purpose: 'Wall', keys }));
  },
});

/** A template whose ExternalSecret is refused. */
const template = (
  title: string,
  name: string,
  dataKey: string,
  make: (platform: SmallPlatform) => SecretTemplate,
): Case => ({
  title,
  add: (component, platform) => {
    const keys = { [dataKey as 'key']: make(platform) };
    new ServiceSecrets(component, platform.secret(name, { purpose: 'Wall', keys }));
  },
});

export const recipes: readonly Kind[] = [
  {
    kind: 'made of literals',
    cases: [
      recipe(
        'composed of texts',
        'made-password',
        'password',
        (vault, path) => vault.compose(path)`${'fake'}-${'word'}`,
      ),
      recipe(
        'composed of a literal',
        'made-greeting-1',
        'password',
        (vault, path) => vault.compose(path)`${vault.literal('made-hello-1', 'hello')}`,
      ),
      recipe(
        'composed of what is composed of literals',
        'made-greeting-2',
        'password',
        (vault, path) =>
          vault.compose(path)`${vault.compose('made-middle-2')`${vault.literal('made-hello-2', 'hello')}!`}`,
      ),
      recipe(
        'a URL whose password is a literal',
        'made-url-3',
        'url',
        (vault, path) => vault.url(path)`postgresql://app:${vault.literal('made-hello-3', 'hello')}@db/app`,
      ),
      recipe(
        'a URL whose password is composed of literals',
        'made-url-4',
        'url',
        (vault, path) =>
          vault.url(
            path,
          )`postgresql://app:${vault.compose('made-middle-4')`${vault.literal('made-hello-4', 'hello')}1`}@db/app`,
      ),
      recipe('a hash of a literal', 'made-hash-5', 'hash', (vault, path) =>
        vault.bcrypt(path, vault.literal('made-hello-5', 'hello') as never),
      ),
      recipe('a hash of what is composed of literals', 'made-hash-6', 'hash', (vault, path) =>
        vault.bcrypt(path, vault.compose('made-middle-6')`${vault.literal('made-hello-6', 'hello')}1` as never),
      ),
      recipe(
        'a hash inside a line of htpasswd',
        'made-line-7',
        'users',
        (vault, path) =>
          vault.compose(path)`app:${vault.bcrypt('made-hash-7', vault.literal('made-hello-7', 'hello') as never)}`,
      ),
      recipe('credentials of a registry with a literal', 'made-registry-8', 'file', (vault, path) =>
        vault.dockerConfigJson(path, {
          registry: 'registry.example.org',
          username: vault.literal('made-user-8', 'app'),
          password: vault.literal('made-hello-8', 'hello') as never,
        }),
      ),
      recipe('a literal that only the Secret calls a password', 'made-hello-9', 'password', (vault, path) =>
        vault.literal(path, 'hello'),
      ),
      recipe('a literal client id that the Secret calls a secret', 'made-client-10', 'client-secret', (vault, path) =>
        vault.clientId(path, 'shop'),
      ),
      template(
        'a template of a literal',
        'made-template-11',
        'password',
        ({ vault, template: text }) => text`${vault.literal('made-hello-11', 'hello')}`,
      ),
      template(
        'a template of two literals',
        'made-template-12',
        'password',
        ({ vault, template: text }) =>
          text`${vault.literal('made-user-12', 'app')}:${vault.literal('made-hello-12', 'hello')}`,
      ),
      template(
        'a URL in a template of literals',
        'made-template-13',
        'url',
        ({ vault, template: text }) =>
          text`postgresql://${vault.literal('made-user-13', 'app')}:${vault.literal('made-hello-13', 'hello')}@db/app`,
      ),
      template(
        'a settings file in a template of literals',
        'made-template-14',
        'app.ini',
        ({ vault, template: text }) =>
          text`[db]\nuser = ${vault.literal('made-user-14', 'app')}\npassword = ${vault.literal('made-hello-14', 'hello')}\n`,
      ),
      template(
        'a JSON document in a template of literals',
        'made-template-15',
        'app.json',
        ({ vault, template: text }) =>
          text`{"user":${json(vault.literal('made-user-15', 'app'))},"password":${json(vault.literal('made-hello-15', 'hello'))}}`,
      ),
      template(
        'base64 of a literal in a template',
        'made-template-16',
        'token',
        ({ vault, template: text }) => text`${base64(vault.literal('made-hello-16', 'hello'))}`,
      ),
      template(
        'credentials of a registry in a template of literals',
        'made-template-17',
        '.dockerconfigjson',
        ({ vault, dockerConfigJson }) =>
          dockerConfigJson(
            'registry.example.org',
            vault.literal('made-user-17', 'app'),
            vault.literal('made-hello-17', 'hello') as never,
          ),
      ),
      template(
        'a template of what is composed of literals',
        'made-template-18',
        'password',
        ({ vault, template: text }) =>
          text`${vault.compose('made-middle-18')`${vault.literal('made-hello-18', 'hello')}1`}`,
      ),
    ],
  },
];
