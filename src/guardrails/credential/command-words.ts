/**
 * Programs whose short option takes a password, and whether it stands in the next word or in the same one.
 */
const programs: readonly (readonly [RegExp, RegExp, 'next' | 'same' | 'login'])[] = [
  [/^(?:redis-cli|valkey-cli|keydb-cli)$/, /^-a$/, 'next'],
  [/^(?:mongo|mongosh|mongodump|mongorestore|mongoexport|mongoimport|sshpass|rabbitmqadmin)$/, /^-p$/, 'next'],
  [/^login$/, /^-p$/, 'next'],
  [/^ldap(?:search|add|modify|delete|whoami|passwd)$/, /^-w$/, 'next'],
  [/^(?:mysql\w*|mariadb[\w-]*|sshpass)$/, /^-p(?=.)/, 'same'],
  [/^curl$/, /^(?:-u|--user|-U|--proxy-user)$/, 'login'],
];

/** Programs whose `login` takes a password; `docker run -p` takes a port. */
const clients = /^(?:docker|podman|nerdctl|buildah|skopeo|helm|az|oc)$/;

/** Recognises a text in which one of the programs may run. */
export const mayRunProgram =
  /\b(?:(?:redis|valkey|keydb)-cli|mongo\w*|sshpass|rabbitmqadmin|ldap[a-z]+|mysql\w*|mariadb|curl|login|htpasswd)\b[^\n]*\s-|\bmc\s+(?:alias|config|admin)\s/;

/** Commands that take a password in a place of its own. */
export const positionalPassword =
  /\b(?:mc (?:alias set|config host add)(?: {1,20}\S{1,500}){3}|mc admin user add(?: {1,20}\S{1,500}){2}|htpasswd {1,20}-(?=\w{0,20}b)\w{1,20}(?: {1,20}-\w{1,20}){0,9}(?: {1,20}[^\s-]\S{0,500}){2}) +("[^"]*"|'[^']*'|[^\s;|&]+)/g;

/** A word of a command line that is, or ends with, a password. */
export interface PasswordWord {
  readonly index: number;
  readonly password: string;
}

/** Finds the passwords that well-known programs take as a short option, which has no name of its own. */
export function passwordWords(words: readonly string[]): PasswordWord[] {
  const found: PasswordWord[] = [];
  let program = '';
  let isClient = false;
  words.forEach((word, index) => {
    const name = word.slice(word.lastIndexOf('/') + 1);
    if (name === 'login' && !isClient) return;
    if (clients.test(name)) isClient = true;
    if (programs.some(([pattern]) => pattern.test(name))) program = name;
    else if (/^(?:\||\|\||&&|;)$/.test(word)) {
      program = '';
      isClient = false;
    }
    if (program === '') return;
    for (const [pattern, option, where] of programs) {
      if (!pattern.test(program) || !option.test(word)) continue;
      const next = words[index + 1] ?? '';
      if (where === 'same') found.push({ index, password: word.replace(option, '') });
      else if (where === 'next' && next !== '' && !next.startsWith('-'))
        found.push({ index: index + 1, password: next });
      else if (where === 'login' && next.includes(':'))
        found.push({ index: index + 1, password: next.slice(next.indexOf(':') + 1) });
    }
  });
  return found;
}
