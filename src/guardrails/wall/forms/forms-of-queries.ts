import { textForm as of, type TextForm } from './text-form.ts';

const gi = (source: string): RegExp => new RegExp(source, 'gi');
/** A text of SQL: `'x'`, `E'x'`, `N'x'`, `"x"`, `$$x$$`, `$tag$x$tag$`. */
const sqlText = String.raw`(?:[EN]?'(?<value>[^'\n]{1,300})'|"(?<double>[^"\n]{1,300})"|\$\w{0,20}\$(?<dollars>[^$\n]{1,300})\$\w{0,20}\$)`;

/** Statements and commands of databases that take a password, by their manuals. */
export const formsOfQueries: readonly TextForm[] = [
  // https://dev.mysql.com/doc/refman/8.4/en/create-user.html,
  // https://clickhouse.com/docs/sql-reference/statements/create/user
  of(
    /IDENTIFIED/i,
    gi(
      `\\bIDENTIFIED(?:\\s{1,8}WITH\\s{1,8}\\w{1,60})?\\s{1,8}(?:BY|AS)(?:\\s{1,8}PASSWORD)?\\s{1,8}(?:${sqlText}|(?<word>[A-Za-z]\\w{3,100})(?=\\s{0,8}(?:;|$)))`,
    ),
  ),
  // https://www.postgresql.org/docs/current/sql-createrole.html,
  // https://learn.microsoft.com/sql/t-sql/statements/create-login-transact-sql
  of(
    /PASSWORD/i,
    gi(`\\b\\w{0,40}PASSWORD(?:\\s{0,8}(?:=|\\()\\s{0,8}|\\s{1,8})(?:PASSWORD\\s{0,4}\\(\\s{0,4})?${sqlText}`),
  ),
  // https://dev.mysql.com/doc/refman/8.4/en/set-password.html,
  // https://neo4j.com/docs/cypher-manual/current/administration/access-control/manage-users/
  of(/PASSWORD/i, gi(`\\bSET\\s{1,8}PASSWORD\\s{1,8}[^;\\n]{0,200}?(?:=|\\bTO)\\s{0,8}${sqlText}`)),
  of(/PASSWORD/i, gi(`\\bPASSWORD\\s{1,8}%[LIs]'?\\s{0,8},\\s{0,8}${sqlText}`)),
  // https://www.postgresql.org/docs/current/pgcrypto.html
  of(/crypt/i, gi(`\\bcrypt\\s{0,4}\\(\\s{0,4}${sqlText}`)),
  of(
    /pgp_sym_|aes_(?:en|de)crypt/i,
    gi(`\\b(?:pgp_sym_(?:en|de)crypt|aes_(?:en|de)crypt)\\s{0,4}\\([^;\\n]{1,200}?,\\s{0,4}${sqlText}\\s{0,4}[,)]`),
  ),
  // https://www.postgresql.org/docs/current/libpq-connect.html
  of(
    /password=/i,
    /\b(?:host|user|dbname|port|service)=[^\n"']{0,200}?\b(?<name>(?:ssl)?password)=(?<value>[^\s'"&;,$(){}%\\]{1,300})/gi,
  ),
  // https://redis.io/docs/latest/commands/acl-setuser/
  of(/setuser|user /i, /\b(?:ACL\s{1,4}SETUSER|user)\s{1,4}\S{1,60}[^\n]{0,200}?\s["']?>(?<value>[^\s"']{1,300})/gi),
  // https://redis.io/docs/latest/commands/auth/
  of(
    /AUTH /,
    /(?:^|\n)\s{0,8}AUTH(?:\s{1,4}[\w.-]{1,60})?\s{1,4}["']?(?<value>[^\s"']{1,300})["']?[^\S\n]{0,4}(?=\n|$)/g,
  ),
  of(/CONFIG SET/i, /\bCONFIG\s{1,4}SET\s{1,4}(?<name>[\w-]{1,60})\s{1,4}["']?(?<value>[^\s"']{1,300})/gi),
];
