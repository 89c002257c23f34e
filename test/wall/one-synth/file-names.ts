// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { encoded } from '../inline-secret.ts';
import { cased, type Kind, map, of, resource, valuesOf, word } from './case.ts';

const random = 'mPq7vXz2LrT9kWb4NcY6hJd3';

const manifest = (fields: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n${fields}`;

const _secret = manifest(`stringData:\n  greeting: ${word}\n`);

export const fileNames: readonly Kind[] = [
  {
    kind: 'a file whose name says what it holds',
    cases: [
      ...[
        'password.txt',
        'password',
        '.password',
        'db-password',
        'admin_password',
        'token',
        'token.txt',
        'api-token',
        'apikey',
        'secret.txt',
        'passwd.txt',
        'passphrase',
        '.vault-token',
        'vault_pass',
        '.vault_pass.txt',
        'password.yaml',
        'secret.key',
        'encryption.key',
        'erlang.cookie',
        '.erlang.cookie',
        'client_secret',
        'root.password',
        'PASSWORD.TXT',
        'pw.txt',
      ].map((name) => map(`a ConfigMap's ${name}`, `${word}\n`, name)),
      map('an SSH key', `${encoded}${encoded}\n`, 'id_rsa'),
      map('an SSH key of another kind', random, 'id_ed25519'),
      map('logins', `admin:${word}\n`, '.htpasswd'),
      map('logins of another file', `admin:${word}\n`, 'htpasswd'),
      map('a credential of Docker', random, '.dockercfg'),
      map('a key', random, 'tls.key'),
      map('a kubeconfig', `users:\n- name: a\n  user:\n    token: ${word}\n`, 'kubeconfig'),
      map('tokens of Kubernetes', `${cased},admin,1\n`, 'tokens.csv'),
      resource('a path and its content', { files: [{ path: '/etc/app/password.txt', content: word }] }),
      resource('a path and its contents', { files: [{ path: 'token', contents: { inline: word } }] }),
      resource('a file by its name', { writeFiles: [{ filename: 'password.txt', body: word }] }),
      resource('a map of files', { files: { '/run/app/token': word } }),
      resource('a mounted text', { mounts: [{ subPath: 'password.txt', text: word }] }),
      map(
        'a file of cloud-init',
        `#cloud-config\nwrite_files:\n- path: /etc/app/password\n  content: ${word}\n`,
        'user-data',
      ),
      valuesOf('files of Helm values', { configMap: { data: { 'password.txt': word } } }),
      of('a Secret of Flux', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'leak' },
        binaryData: { 'password.txt': Buffer.from(word).toString('base64') },
      }),
    ],
  },
];
