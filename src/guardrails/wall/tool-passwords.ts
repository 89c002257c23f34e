import type { Reach } from '../credential/strict/strict-judge.ts';

/** How a command takes a credential: what it is known by, and the form, whose second group is the value. */
export interface ToolForm {
  readonly mayHold: RegExp;
  readonly form: RegExp;
  /** `about` where the value is as often something else. */
  readonly reach: Reach;
}

const of = (mayHold: RegExp, form: RegExp, reach: Reach = 'value'): ToolForm => ({ mayHold, form, reach });

/** Commands that take a credential as a word without a name, by their manuals. */
export const toolForms: readonly ToolForm[] = [
  // https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret_generic/
  of(/from-literal/, /(--from-literal)[= ]["']?[\w.-]{1,100}=["']?([^\s"']{1,300})/g, 'about'),
  // https://developer.hashicorp.com/vault/docs/commands/kv/put
  of(/\bkv (?:put|patch)/, /\bkv (put|patch) [^\n=]{1,200}[ /][\w.-]{1,60}=["']?([^\s"'@$][^\s"']{0,300})/g, 'about'),
  of(/operator unseal/, /\boperator (unseal)\s{1,4}["']?([^\s"'$-][^\s"']{0,300})/g, 'about'),
  // https://httpd.apache.org/docs/current/programs/htpasswd.html
  of(
    /htpasswd/,
    /\b(htpasswd)\s{1,4}-(?:[A-Za-z]{0,5}n[A-Za-z]{0,5}b|[A-Za-z]{0,5}b[A-Za-z]{0,5}n)[A-Za-z]{0,5}\s{1,4}[^\s"']{1,100}\s{1,4}["']?([^\s"']{1,300})/g,
  ),
  // https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html
  of(/(?:store|key)pass/, /(-(?:src|dest|new)?(?:store|key)pass)\s{1,4}["']?([^\s"']{1,300})/g),
  // https://docs.openssl.org/master/man1/openssl-passphrase-options/
  of(
    /openssl/,
    /\bopenssl [^\n&|;]{0,200}? -(k|pass(?:in|out)?)\s{1,4}["']?(?!env:|file:|fd:|stdin)(?:pass:)?([^\s"']{1,300})/g,
  ),
  // https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-utility,
  // https://mosquitto.org/man/mosquitto_pub-1.html
  of(/ -P/, /\b(sqlcmd|bcp|mosquitto_(?:pub|sub|rr)|ipmitool) [^\n&|;]{0,300}? -P\s{0,4}["']?([^\s"']{1,300})/g),
  of(/login/, /(?<![\w/.-])login [^\n&|;]{0,200}?(-p)[ =]{1,2}["']?([^\s"']{1,300})/g),
  of(/cqlsh/, /\bcqlsh [^\n&|;]{0,200}?(-p)\s{1,4}["']?([^\s"']{1,300})/g),
  // https://www.rabbitmq.com/docs/man/rabbitmqctl.8
  of(
    /rabbitmqctl/,
    /\brabbitmqctl [^\n&|;]{0,100}?(add_user|change_password)\s{1,4}[^\s"']{1,100}\s{1,4}["']?([^\s"']{1,300})/g,
  ),
  of(/reset-admin-password/, /(reset-admin-password)\s{1,4}["']?([^\s"'-][^\s"']{0,300})/g),
  // https://www.samba.org/samba/docs/current/man-html/smbclient.1.html
  of(/%/, / (-U)\s{0,4}["']?[\w.\\/@-]{1,60}%([^\s"'%]{1,300})/g),
];
