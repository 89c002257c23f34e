import { type StrictContext, strictVerdicts } from '../credential/strict/strict-judge.ts';
import { strictDenotation } from '../credential/strict/strict-names.ts';
import { looksRandom } from '../manifest/field-path.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';
import type { Name } from './name-reach.ts';

/** A user and a password, perhaps with a realm between them, and a hash or a scheme before the password. */
const login = /^[ \t]{0,20}[\w.@-]{1,60}:(?:[\w .@-]{1,60}:(?=[0-9a-f]{32}))?([^\s:]{3,300})/gm;

/** Finds the first line of a text that is a user and a password; `undefined` where there is none. */
export function loginIn(text: string, context: StrictContext): number | undefined {
  for (const { 1: password = '', index } of text.matchAll(login))
    if (strictVerdicts('password', password, context).length > 0) return index;
  return undefined;
}

const users = /^(?:users|logins|accounts|auth|credentials|basic_?auth|userlist|htpasswd)$/i;
/** What stands before a colon in the name of somebody, and is no user. */
const kinds =
  /^(?:system|role|group|team|proj|project|user|namespace|sub|arn|oidc|ldap|saml|github|gitlab|serviceaccount|serviceAccount)$/i;
const many = /(?:passwords|passphrases|tokens|pwds|api_?keys|secrets)$/i;

/**
 * Returns what a key of a map is where it is itself a credential: `users: { "admin:x": … }`,
 * `tokens: { x: admin }`, `{ x: password }`.
 *
 * @param field the key
 * @param map the field under which the map stands
 * @param outer the name that reaches into the map
 */
export function keyCredential(
  field: string,
  value: JsonValue | undefined,
  map: string,
  outer: Name | undefined,
): string | undefined {
  if (field.length < 5 || field.length > 400) return undefined;
  if (field.includes(':') && (outer?.scope === 'login' || users.test(map))) {
    const [, user = '', password = ''] = /^([\w.@-]{1,60}):([^\s:/]{4,300})$/.exec(field) ?? [];
    if (password !== '' && !kinds.test(user)) return map === '' ? 'password' : map;
  }
  if (!looksRandom(field)) return undefined;
  if (typeof value === 'string') {
    if (strictDenotation(value) === 'credential' && /^[A-Za-z_-]+$/.test(value)) return value;
    return many.test(map) ? map : undefined;
  }
  const isNamed = many.test(map) || (outer?.reach === 'value' && strictDenotation(outer.text) === 'credential');
  return isNamed && (value === null || isObject(value) || typeof value === 'boolean') ? map : undefined;
}
