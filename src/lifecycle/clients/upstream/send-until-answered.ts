import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import type { Clock } from '../../run/clock.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { HttpConnection, HttpOutcome, HttpRequest } from '../http/http-connection.ts';

export type HttpAnswer = Extract<HttpOutcome, { kind: 'answer' }>;

export interface Patience {
  readonly deadline: Deadline;
  readonly clock: Clock;
  /** How messages name the other side. */
  readonly whom: string;
}

/** Pauses between attempts in milliseconds, as the vendor recommends; the last one repeats. */
const pauses = [1_000, 2_000, 4_000, 8_000, 16_000] as const;
/** So that a server that asks for no pause at all is not asked without one. */
const shortestPause = 250;

/** Failures that waiting does not cure: a certificate that is not trusted, an answer of absurd size. */
const lastingFailure =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|ANSWER_TOO_LARGE|EPROTO)/;

/**
 * Sends a request that may be carried out twice until an answer comes that is neither throttling (429) nor a
 * failure of the server (408, 5xx). Retry-After is honoured; a pause that would outlast the deadline is not
 * begun.
 *
 * @throws VW5013 where waiting does not help, VW5014 where no such answer comes before the deadline, VW5020
 * where the run is stopped
 * @see https://learn.microsoft.com/azure/key-vault/general/overview-throttling
 */
export async function sendUntilAnswered(
  connection: HttpConnection,
  request: HttpRequest,
  { deadline, clock, whom }: Patience,
): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await connection.send(request, deadline);
    if (outcome.kind === 'answer' && !isPassing(outcome.status)) return outcome;
    if (deadline.signal.aborted) throw lifecycleError('VW5020', `The run was stopped while ${whom} was asked`);
    if (outcome.kind === 'unreachable' && lastingFailure.test(outcome.reason))
      throw lifecycleError('VW5013', `${whom} cannot be talked to: ${outcome.reason}`);

    const last = outcome.kind === 'answer' ? `HTTP ${outcome.status}` : outcome.reason;
    const told = outcome.kind === 'answer' ? retryAfter(outcome.headers['retry-after'], clock.now()) : undefined;
    const pause = told === undefined ? (pauses[attempt] ?? pauses.at(-1) ?? 0) : Math.max(told, shortestPause);
    if (pause >= deadline.remaining || !(await clock.wait(pause, deadline))) {
      if (deadline.signal.aborted) throw lifecycleError('VW5020', `The run was stopped while ${whom} was asked`);
      const asks = told === undefined ? '' : `, to be repeated after ${Math.ceil(told / 1_000)} s`;
      throw lifecycleError('VW5014', `${whom} does not answer before the deadline: ${last}${asks}`);
    }
  }
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Milliseconds that a Retry-After header asks for: seconds or an HTTP date. */
function retryAfter(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const moment = / GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
