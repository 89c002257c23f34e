import { describe, expect, test } from 'vitest';
import type { HttpOutcome } from '../../../../src/lifecycle/clients/http/http-connection.ts';
import { classifyAnswer, isPassing, type VaultAnswer } from '../../../../src/lifecycle/clients/vault/vault-answer.ts';

const version = { version: 3, deletion_time: '2026-11-25T16:14:24.9Z', custom_metadata: null };
const health = { initialized: true, sealed: false, standby: false, version: '1.21.1' };
const html = '<html><head><title>Not from Vault</title></head></html>';

/**
 * What Vault 1.21 said in each state (the texts as it spelled them), and what stands between it and its
 * clients.
 */
const answers: readonly (readonly [name: string, status: number, body: unknown, expected: VaultAnswer['kind']])[] = [
  ['a read', 200, { data: { data: { value: 'v' }, metadata: { version: 1 } } }, 'ok'],
  ['a write without an answer of its own', 204, '', 'ok'],
  ['a kv-v2 key that never was', 404, { errors: [] }, 'absent'],
  ['a deleted version', 404, { data: { data: null, metadata: { ...version, destroyed: false } } }, 'deleted'],
  ['a destroyed version', 404, { data: { data: null, metadata: { ...version, destroyed: true } } }, 'deleted'],
  ['a path without mount', 404, errors('no handler for route "secret/data/x". route entry not found.'), 'no-mount'],
  ['an unsupported path', 404, errors('1 error occurred:\n\t* unsupported path\n\n'), 'refused'],
  ['a read below data/ without a path', 404, { data: null, warnings: ['Invalid path for a versioned …'] }, 'malformed'],
  ['a patch of metadata that is not there', 404, '', 'malformed'],
  ['a 404 of a proxy', 404, html, 'malformed'],
  ['a JSON 404 of a proxy', 404, { message: 'no Route matched' }, 'malformed'],
  ['an unknown token', 403, errors('2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'), 'forbidden'],
  ['a 403 of a mesh', 403, 'RBAC: access denied', 'malformed'],
  ['check-and-set', 400, errors('check-and-set parameter did not match the current version'), 'conflict'],
  [
    'check-and-set of metadata',
    400,
    errors('metadata check-and-set parameter does not match the current version'),
    'conflict',
  ],
  ['init of an initialised Vault', 400, errors('Vault is already initialized'), 'already-initialised'],
  ['unseal of an uninitialised Vault', 400, errors('Vault is not initialized'), 'uninitialised'],
  ['unseal with a short key', 400, errors('invalid key: key is shorter than minimum 16 bytes'), 'refused'],
  [
    'unseal with the key of another Vault',
    400,
    errors('unable to retrieve stored keys: invalid key: … cipher: message authentication failed'),
    'refused',
  ],
  ['a mount that exists', 400, errors('path is already in use at secret/'), 'refused'],
  ['a 400 of a proxy', 400, html, 'malformed'],
  [
    'an upgrade of the mount',
    400,
    errors(
      'Upgrading from non-versioned to versioned data. This backend will be unavailable for a brief period and will resume service shortly.',
    ),
    'upgrading',
  ],
  ['a method that the path does not have', 405, { errors: [] }, 'refused'],
  ['a sealed Vault', 503, errors('Vault is sealed'), 'sealed'],
  ['the health of a sealed Vault', 503, { ...health, sealed: true, standby: true }, 'sealed'],
  ['the health of an uninitialised Vault', 501, { ...health, initialized: false, sealed: true }, 'uninitialised'],
  ['the health of a standby', 429, { ...health, standby: true }, 'standby'],
  ['the health of a disaster recovery secondary', 472, health, 'standby'],
  ['the health of a performance standby', 473, health, 'standby'],
  ['a rate limit', 429, errors('request path "x": rate limit quota exceeded'), 'standby'],
  ['a replica that lags behind', 412, errors('required index state not present'), 'standby'],
  ['raft right after an unseal', 500, errors('local node not active but active cluster node not found'), 'standby'],
  ['a node in standby', 500, errors('Vault is in standby mode'), 'standby'],
  ['a server error', 500, errors('1 error occurred:\n\t* internal error\n\n'), 'failing'],
  ['an empty server error', 500, '', 'failing'],
  ['half a character', 500, errors('malformed JSON, unterminated surrogate pair in string'), 'refused'],
  ['a text above the limit', 500, errors('JSON string value exceeds allowed length'), 'too-large'],
  [
    'a value above the limit of raft',
    500,
    errors(
      '1 error occurred:\n\t* put failed due to value being too large, max value size for key x is 1048576, got 1048639\n\n',
    ),
    'too-large',
  ],
  ['a body above the limit', 413, errors('http: request body too large'), 'too-large'],
  ['an overloaded Vault', 503, errors('overloaded, try again later'), 'failing'],
  ['a 503 of a proxy', 503, html, 'failing'],
  ['a 502 of a proxy', 502, html, 'unreachable'],
  ['a 504 of a proxy', 504, html, 'unreachable'],
  ['a sign-in page', 200, html, 'malformed'],
  ['JSON that is no object', 200, '[]', 'malformed'],
  ['half of a JSON document', 200, '{"data":{"data":{"value":"s3cr', 'malformed'],
  ['a success without a body', 200, '', 'malformed'],
  ['errors that are no texts', 403, { errors: [{}] }, 'malformed'],
  ['a redirect that nobody follows', 301, html, 'malformed'],
];

function errors(...texts: string[]): object {
  return { errors: texts };
}

const outcome = (status: number, body: unknown): HttpOutcome => ({
  kind: 'answer',
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('an answer of Vault', () => {
  test.each(answers)('%s (%i)', (_, status, body, expected) => {
    expect(classifyAnswer(outcome(status, body)).kind).toBe(expected);
  });

  test('tells a destroyed version from a deleted one, and which it is', () => {
    const of = (destroyed: boolean) =>
      classifyAnswer(outcome(404, { data: { data: null, metadata: { ...version, destroyed } } }));
    expect(of(true)).toEqual({ kind: 'deleted', version: 3, isDestroyed: true });
    expect(of(false)).toEqual({ kind: 'deleted', version: 3, isDestroyed: false });
  });

  test('never holds a text of the other side', () => {
    for (const [name, status] of answers)
      if (status >= 300) {
        const planted = classifyAnswer(outcome(status, errors('planted-7f3a')));
        expect(JSON.stringify(planted), name).not.toContain('planted-7f3a');
      }
  });

  test('passes by itself only where waiting helps', () => {
    const passing = new Set(
      answers
        .map(([, status, body]) => classifyAnswer(outcome(status, body)))
        .filter(isPassing)
        .map(({ kind }) => kind),
    );
    expect([...passing].sort()).toEqual(['failing', 'standby', 'unreachable', 'upgrading']);
  });

  test('does not read an answer again that is too large', () => {
    expect(classifyAnswer({ kind: 'unreachable', reason: 'ANSWER_TOO_LARGE' })).toEqual({ kind: 'malformed' });
    expect(classifyAnswer({ kind: 'unreachable', reason: 'ECONNRESET' }).kind).toBe('unreachable');
  });
});
