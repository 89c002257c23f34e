import { textForm as of, type TextForm, wordValue } from './text-form.ts';

const about = { reach: 'about' } as const;
const g = (source: string): RegExp => new RegExp(source, 'g');

/** Tools that read a password from what stands before a pipe. */
const sinks =
  '(?:--password-stdin|chpasswd|passwd|--stdin|htpasswd|-pass stdin|--passphrase-fd|--data-file=-|cryptsetup|smbpasswd|secret-tool|pass insert|\\bdd of=/run/secrets/|[\\w-]*(?:password|token|secret|passphrase)=-)';
/** A file that is called as a credential, or lies where credentials do. */
const secretFile =
  '["\']?(?:/(?:var/)?run/secrets/[\\w./-]{1,100}|(?:[\\w./$~{}-]{0,100}[/._-])?(?<name>[\\w-]{0,40}(?:password|passwd|token|secret|passphrase|apikey|api-key|htpasswd|pgpass|netrc)[\\w-]{0,20})(?:\\.\\w{1,8})?)["\']?';
const printed = `(?:echo|printf)(?:\\s{1,4}-\\w{1,4})?(?:\\s{1,4}["']%s(?:\\\\n)?["']|\\s{1,4}%s(?:\\\\n)?)?\\s{1,4}${wordValue}`;

/**
 * Commands that take a credential as a word without a name, by their manuals, and what shells do with one.
 */
export const formsOfCommands: readonly TextForm[] = [
  // https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret_generic/
  of(/from-literal/, g(`--from-literal[= ]["']?[\\w.-]{1,100}=["']?(?<value>[^\\s"']{1,300})`), about),
  of(
    /from-literal/,
    g(
      `\\b(?:create|add)\\s{1,4}secret\\s[^;&|]{0,400}?--from-literal[= ]["']?(?:[\\w.-]{1,100})=["']?(?<value>[^\\s"'\`;&|]{1,300})`,
    ),
  ),
  // https://developer.hashicorp.com/vault/docs/commands/kv/put
  of(
    /\bkv (?:put|patch)/,
    /\bkv (?:put|patch) [^\n=]{1,200}[ /][\w.-]{1,60}=["']?(?<value>[^\s"'@$][^\s"']{0,300})/g,
    about,
  ),
  of(/operator unseal/, /\boperator unseal\s{1,4}["']?(?<value>[^\s"'$-][^\s"']{0,300})/g, about),
  // https://httpd.apache.org/docs/current/programs/htpasswd.html
  of(
    /htpasswd/,
    /\bhtpasswd\s{1,4}-(?:[A-Za-z]{0,5}n[A-Za-z]{0,5}b|[A-Za-z]{0,5}b[A-Za-z]{0,5}n)[A-Za-z]{0,5}\s{1,4}[^\s"']{1,100}\s{1,4}["']?(?<value>[^\s"']{1,300})/g,
  ),
  // https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html
  of(/(?:store|key)pass/, /-(?:src|dest|new)?(?:store|key)pass\s{1,4}["']?(?<value>[^\s"']{1,300})/g),
  // https://docs.openssl.org/master/man1/openssl-passphrase-options/
  of(
    /openssl/,
    /\bopenssl [^\n&|;]{0,200}? -(?:k|pass(?:in|out)?)\s{1,4}["']?(?!env:|file:|fd:|stdin)(?:pass:)?(?<value>[^\s"']{1,300})/g,
  ),
  // https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-utility,
  // https://mosquitto.org/man/mosquitto_pub-1.html
  of(
    / -P/,
    /\b(?:sqlcmd|bcp|mosquitto_(?:pub|sub|rr)|ipmitool) [^\n&|;]{0,300}? -P\s{0,4}["']?(?<value>[^\s"']{1,300})/g,
  ),
  of(/login/, /(?<![\w/.-])login [^\n&|;]{0,200}?-p[ =]{1,2}["']?(?<value>[^\s"']{1,300})/g),
  of(/cqlsh/, /\bcqlsh [^\n&|;]{0,200}?-p\s{1,4}["']?(?<value>[^\s"']{1,300})/g),
  // https://www.rabbitmq.com/docs/man/rabbitmqctl.8
  of(
    /rabbitmqctl/,
    /\brabbitmqctl [^\n&|;]{0,100}?(?:add_user|change_password)\s{1,4}[^\s"']{1,100}\s{1,4}["']?(?<value>[^\s"']{1,300})/g,
  ),
  of(/reset-admin-password/, /reset-admin-password\s{1,4}["']?(?<value>[^\s"'-][^\s"']{0,300})/g),
  // https://www.samba.org/samba/docs/current/man-html/smbclient.1.html
  of(/%/, / -U\s{0,4}["']?[\w.\\/@-]{1,60}%(?<value>[^\s"'%]{1,300})/g),
  of(/-u|user/, /(?:-u|--user|--proxy-user)[= ]["']?[^\s:"'/=]{1,100}:(?<value>[^\s"']{1,300})/g),
  // https://docs.oracle.com/en/database/oracle/oracle-database/23/sqpug/starting-SQL-Plus.html
  of(
    /sqlplus|CONNECT/i,
    /\b(?:sqlplus(?:\s{1,4}-\w{1,8}){0,3}|CONNECT)\s{1,4}["']?[\w$#-]{1,60}\/(?<value>[^\s@/"']{1,200})@/gi,
  ),
  // https://learn.microsoft.com/cli/azure/keyvault/secret, https://cli.github.com/manual/gh_secret_set
  of(/secret set/, g(`\\bsecret\\s{1,4}set\\b[^\\n;&|]{0,300}?\\s--(?:value|body)[= ]\\s{0,4}${wordValue}`)),
  // https://www.openldap.org/software/man.cgi?query=ldappasswd,
  // https://web.mit.edu/kerberos/krb5-latest/doc/admin/admin_commands/kadmin_local.html
  of(/ldappasswd/, g(`\\bldappasswd\\b[^\\n;&|]{0,200}?\\s-[sa]\\s{1,4}${wordValue}`)),
  of(/ -pw /, g(`\\s-pw\\s{1,4}${wordValue}`)),
  // http://www.net-snmp.org/docs/man/snmpcmd.html, https://infozip.sourceforge.net/, https://www.7-zip.org/
  of(/snmp/, g(`\\bsnmp\\w{1,12}\\b[^\\n;&|]{0,200}?\\s-[AX]\\s{1,4}${wordValue}`)),
  of(/zip/, g(`\\b(?:un)?zip\\b[^\\n;&|]{0,100}?\\s-P\\s{1,4}${wordValue}`)),
  of(/\b7z/, g(`\\b7z\\w{0,2}\\s[^\\n;&|]{0,100}?\\s-p${wordValue}`)),
  // https://learn.microsoft.com/windows-server/administration/windows-commands/net-user
  of(/net\s+user/i, /\bnet\s{1,4}user\s{1,4}[\w.-]{1,60}\s{1,4}(?<value>[^\s/*]{1,100})(?=\s|$)/gi),
  // https://www.gnu.org/software/bash/manual/html_node/Process-Substitution.html
  of(
    /<\(\s*(?:echo|printf)/,
    g(
      `--?(?<name>[A-Za-z][\\w-]{0,40}?)[-_]?(?:file|path|stdin)?[= ]\\s{0,4}<\\(\\s{0,4}(?:echo|printf)(?:\\s{1,4}-\\w{1,4})?\\s{1,4}${wordValue}`,
    ),
  ),
  // https://docs.aws.amazon.com/cli/latest/reference/configure/set.html
  of(/config/, g(`\\bconfig(?:ure)?\\s{1,4}set\\s{1,4}(?<name>[\\w.-]{1,100})\\s{1,4}${wordValue}`)),
  of(/<<</, g(`\\bread\\s{1,4}(?:-\\w{1,4}\\s{1,4}){0,4}(?<name>[A-Za-z_]\\w{0,60})\\s{0,4}<<<\\s{0,4}${wordValue}`)),
  of(/<<</, g(`${sinks}[^\\n|;]{0,200}?<<<\\s{0,4}${wordValue}`)),
  of(/echo|printf/, g(`\\b${printed}[^\\n|]{0,100}\\|[^\\n|]{0,300}${sinks}`)),
  of(
    /echo|printf/,
    g(`\\b${printed}[^\\n|>]{0,60}(?:\\|\\s{0,4}(?:sudo\\s{1,4})?tee(?:\\s{1,4}-a)?|>{1,2})\\s{0,4}${secretFile}`),
  ),
  of(/>[^\n]{0,200}(?:echo|printf)/, g(`>\\s{0,4}${secretFile}\\s{1,4}${printed}`)),
  of(/printf\s+-v/, g(`\\bprintf\\s{1,4}-v\\s{1,4}(?<name>\\w{1,60})\\s{1,4}["']?%s["']?\\s{1,4}${wordValue}`)),
  // https://fishshell.com/docs/current/cmds/set.html
  of(
    /\bset(?:env)?\s/,
    g(`\\bset(?:env)?\\s{1,4}(?:-{1,2}\\w{1,10}\\s{1,4}){0,3}(?<name>[A-Za-z_][\\w.]{0,60})\\s{1,4}${wordValue}`),
  ),
  // https://www.gnu.org/software/sed/manual/html_node/The-_0022s_0022-Command.html
  of(
    /\bs[|/#,]/,
    /\bs([|/#,])[^\n|/#,]{0,60}?(?<name>[A-Za-z_]{0,30}(?:password|passwd|token|secret|passphrase)[A-Za-z_]{0,20})[^\n|/#,\w]{0,20}\1(?<value>[^\n|/#,="']{1,200})\1/gi,
  ),
];
