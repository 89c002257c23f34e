import type { TrialPlan } from './bootstrap-trials.ts';
import type { SeenRequest, Treatment } from './request-proxy.ts';

/** What the answers of a server in trouble look like. */
const vaultSays = (status: number, error: string): Treatment => ({
  answer: { status, body: JSON.stringify({ errors: [error] }) },
});

/** Faults of Vault that go away by themselves. */
export const passing: Readonly<Record<string, Treatment>> = {
  unreachable: 'reset',
  'a broken answer': 'reset-mid-body',
  'server error 500': vaultSays(500, 'internal error'),
  'standby after an unseal': vaultSays(500, 'local node not active but active cluster node not found'),
  'replica 472': { answer: { status: 472, body: '{}' } },
  'replica 473': { answer: { status: 473, body: '{}' } },
  'too many requests 429': vaultSays(429, 'request path: quota exceeded'),
  upgrading: vaultSays(
    400,
    'Upgrading from non-versioned to versioned data. This backend will be unavailable for a brief period and will resume service shortly.',
  ),
};

/** Faults of Vault that stay, each with the exit status of a run that meets it. */
export const lasting: Readonly<Record<string, readonly [Treatment, 1 | 4]>> = {
  'sealed 503': [vaultSays(503, 'Vault is sealed'), 4],
  'slow beyond the deadline': [{ delay: 8_000 }, 4],
  'forbidden 403': [vaultSays(403, 'permission denied'), 1],
  'malformed JSON': [{ answer: { status: 200, body: '{"data": {' } }, 1],
};

/** Faults the first `times` requests that are meant. */
export function faulty(isMeant: (request: SeenRequest) => boolean, treatment: Treatment, times: number): TrialPlan {
  let left = times;
  return (request) => (isMeant(request) && left-- > 0 ? treatment : 'forward');
}
