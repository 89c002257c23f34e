import { textForm as of, type TextForm } from './text-form.ts';

const line = (source: string): RegExp => new RegExp(`(?:^|\\n)[ \\t]{0,8}${source}`, 'g');

/** Files of settings in which a password has a place rather than a name, by the manuals of their programs. */
export const formsOfSettings: readonly TextForm[] = [
  of(
    /variable/,
    /\bvariable\s{1,4}"(?<name>[\w-]{1,100})"\s{0,4}\{[^{}]{0,500}?\bdefault\s{0,8}=\s{0,8}"(?<value>[^"\n]{0,500})"/g,
  ),
  of(
    /"\s*\{/,
    /\b\w{1,40}\s{1,4}"(?<name>[\w-]{1,100})"\s{0,4}\{[^{}]{0,500}?\b(?:value|default|content|text)\s{0,8}=\s{0,8}"(?<value>[^"\n]{1,500})"/g,
  ),
  of(/auth /, /\bauth\s{1,4}[\w.@-]{1,60}:(?<value>\S{1,300})/g),
  // https://docs.strongswan.org/docs/5.9/swanctl/swanctlConf.html, https://ppp.samba.org/pppd.html
  of(/\bPSK\b/, /:\s{0,4}PSK\s{1,4}"?(?<value>[^\s"]{1,200})/g),
  // https://httpd.apache.org/docs/current/mod/mod_env.html
  of(/SetEnv/, /\bSetEnv\s{1,4}(?<name>\w{1,60})\s{1,4}"?(?<value>[^\s"]{1,200})/g),
  // https://curl.se/docs/manpage.html#-K
  of(/user/, /(?:^|\n)\s{0,8}(?:proxy-)?user\s{0,4}[=:]\s{0,4}["'][\w.@-]{1,60}:(?<value>[^\s"']{1,200})["']/g),
  of(/login=/, /\blogin=[\w.@-]{1,60}:(?<value>[^\s:]{1,300})/g),
  of(/@/, /(?:^|[\s"'=])[\w-]{1,60}\/(?<value>[^\s@/:"']{1,100})@[\w.-]{1,100}:\d{4,5}\//g),
  of(/%3[aA]/, /:\/\/[^\s/@"']{0,100}?%3[aA](?<value>[^\s/@"']{1,300})@/g),
  // A name and one word, the whole of a line:
  // https://redis.io/docs/latest/operate/oss_and_stack/management/config/
  of(
    /pass|pw|secret|token|psk|auth/i,
    line(
      `(?<name>[A-Za-z][\\w.-]{0,60})[ \\t]{1,8}["']?(?!(?:required|requisite|sufficient|optional|include|prompt|yes|no|on|off|none)\\b)(?<value>[^\\s"';:=|<>(){}\\[\\]]{4,300})["']?;?[ \\t]{0,8}(?=\\n|$)`,
    ),
  ),
  // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html,
  // https://docs.haproxy.org/3.0/configuration.html#3.4-user
  of(
    /\b(?:login|user|account)\b/,
    line(
      String.raw`(?:(?:machine\s{1,4}\S{1,200}|default)\s{1,4})?(?:login|user(?:name)?|account)\s{1,4}[\w.@-]{1,60}\s{1,4}(?:[\w-]{1,30}\s{1,4}){0,3}?(?:insecure-)?password\s{1,4}["']?(?<value>[^\s"']{1,300})`,
    ),
  ),
  // https://www.postgresql.org/docs/current/libpq-pgpass.html
  of(
    /:(?:\d+|\*):/,
    line(
      String.raw`[^\s:#/]{1,200}:(?:\d{2,5}|\*):[^\s:]{1,60}:[^\s:]{1,60}:(?<value>[^\s:]{1,300})[ \t]{0,8}(?=\n|$)`,
    ),
  ),
  // https://httpd.apache.org/docs/current/misc/password_encryptions.html,
  // https://doc.dovecot.org/main/core/config/auth/schemes.html
  of(
    /:\$|:\{/,
    line(
      String.raw`[\w.@-]{1,60}:(?<value>\$(?:apr1|2[abxy]?|1|5|6|y|argon2\w{1,2})\$[^\s:]{8,200}|\{[A-Z][A-Z0-9-]{2,20}\}[^\s:]{3,200})`,
    ),
  ),
  // https://httpd.apache.org/docs/current/programs/htdigest.html
  of(/:[0-9a-f]{32}/, line(String.raw`[\w.@-]{1,60}:[\w .@-]{1,60}:(?<value>[0-9a-f]{32})[ \t]{0,8}(?=\n|$)`)),
  // http://www.net-snmp.org/docs/man/snmpd.conf.html
  of(
    /community6?\s|createUser\s/,
    line(
      String.raw`(?:r[ow]community6?|createUser\s{1,4}[\w.-]{1,60}\s{1,4}(?:MD5|SHA[\w-]{0,6}))\s{1,4}["']?(?<value>[^\s"']{4,300})`,
    ),
  ),
  // https://github.com/apache/kafka/blob/trunk/clients/src/main/java/org/apache/kafka/common/security/plain/PlainLoginModule.java
  of(/user_\w+\s*=/, /\buser_[\w.-]{1,60}\s{0,4}=\s{0,4}["'](?<value>[^"'\n]{1,300})["']/g),
  // https://cloudinit.readthedocs.io/en/latest/reference/modules.html#set-passwords
  of(/chpasswd/, /\bchpasswd:\s{1,20}list:\s{0,4}\|?\s{1,20}[\w-]{1,40}:(?<value>[^\s:]{1,300})/g),
];
