// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { type Kind, map, word } from './case.ts';

/** Cases that are the text of one file each: a title, the text and the name of the file. */
const files = (list: readonly (readonly [title: string, text: string, file?: string])[]) =>
  list.map(([title, text, file]) => map(title, `${text}\n`, file));

export const settingsFiles: readonly Kind[] = [
  {
    kind: 'a file of settings, some of them of one line',
    cases: files([
      ['Redis', `requirepass ${word}`, 'redis.conf'],
      ['Redis without a name', `requirepass ${word}`],
      ['Redis of another file', `masterauth ${word}`, 'extra'],
      ['a word behind a name', `pass ${word}`, 'login'],
      ['a word behind a longer name', `password ${word}`, 'login.conf'],
      ['pgpass of another file', `db.example.org:5432:app:app:${word}`, 'pg'],
      ['pgpass with stars', `*:*:*:app:${word}`, 'pgpass.conf'],
      ['netrc in lines', `machine example.org\nlogin app\npassword ${word}`, '_netrc'],
      ['netrc without a name', `machine example.org login app password ${word}`],
      ['my.cnf', `[client]\nuser=app\npassword=${word}`, 'my.cnf'],
      ['my.cnf with spaces', `[client]\nuser = app\npassword = ${word}`, 'client.cnf'],
      ['INI with spaces and no suffix', `[db]\nuser = app\npassword = ${word}`, 'settings'],
      ['htpasswd', 'admin:$apr1$abcdefgh$0123456789abcdefghijkl', 'users'],
      ['htpasswd in plain', `admin:{PLAIN}${word}`, 'users'],
      ['digests of Apache', `admin:realm:${'0a1b2c3d'.repeat(4)}`, 'htdigest'],
      ['PgBouncer', `"app" "${word}"`, 'userlist.txt'],
      ['Mosquitto', `app:${word}`, 'passwd'],
      ['Dovecot', `app:{PLAIN}${word}:1000:1000::/home/app`, 'users'],
      ['a supplicant', `network={\n  ssid="home"\n  psk="${word}"\n}`, 'wpa_supplicant.conf'],
      ['a key of BIND', `key "update" {\n  algorithm hmac-sha256;\n  secret "${word}";\n};`, 'named.conf'],
      ['SNMP', `rocommunity ${word}`, 'snmpd.conf'],
      ['a user of SNMP', `createUser app SHA "${word}" AES`, 'snmpd.conf'],
      ['Squid', `cache_peer proxy parent 3128 0 login=app:${word}`, 'squid.conf'],
      ['Postfix', `[smtp.example.org]:587 app:${word}`, 'sasl_passwd'],
      ['msmtp', `account default\nhost smtp.example.org\npassword ${word}`, '.msmtprc'],
      ['s3cmd', `[default]\naccess_key = app\nsecret_key = ${word}`, '.s3cfg'],
      ['git-credentials', `https://app:${word}@git.example.org`, '.git-credentials'],
      ['a user list of HAProxy', `userlist u\n  user app password ${word}`, 'haproxy.cfg'],
      ['stunnel', `app:${word}`, 'psk.txt'],
      ['ejabberd', `sql_password: ${word}`, 'ejabberd.yml'],
      ['slapd', `rootdn "cn=admin"\nrootpw ${word}`, 'slapd.conf'],
      ['a key of IPsec', `a b : PSK "${word}"`, 'ipsec.conf'],
      ['a variable of Apache', `SetEnv DB_PASSWORD ${word}`, 'app.conf'],
      ['a user of curl', `user = "app:${word}"`, '.curlrc'],
      ['crontab', `MAILTO=app\nPGPASSWORD=${word}\n0 1 * * * app`, 'crontab'],
      ['ProxySQL', `admin_variables=\n{\n  admin_credentials="admin:${word}"\n}`, 'proxysql.cnf'],
    ]),
  },
];
