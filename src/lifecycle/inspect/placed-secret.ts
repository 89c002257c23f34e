import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { VaultwrightError } from '../../model/diagnostics/errors.ts';
import { type KubernetesClient, type KubernetesObject, secretPath } from '../clients/kubernetes/kubernetes-client.ts';
import { gateErrorOf } from '../problems/gate-problems.ts';
import type { Clock } from '../run/clock.ts';
import type { Deadline } from '../run/deadline.ts';
import { externalSecretFindings, externalSecretPath } from './external-secret.ts';
import { type ExpectedSecret, keysShown, type SecretJudge, secretFindings } from './secret.ts';
import { secretPlace } from './secret-name.ts';

/** What a Secret is looked at with. */
export interface SecretReader {
  readonly kubernetes: KubernetesClient;
  readonly deadline: Deadline;
  readonly clock: Clock;
}

/**
 * Finds what is wrong with a Secret and with the ExternalSecret that writes it, where one does. What an
 * ExternalSecret that is not in order explains, its missing Secret does not repeat.
 */
export async function placedFindings(
  expected: ExpectedSecret,
  judge: SecretJudge,
  reader: SecretReader,
): Promise<readonly Diagnostic[]> {
  const { namespace, externalSecret, secret } = expected;
  const find = (path: string) => findFor(expected, path, reader);
  const findings =
    externalSecret === undefined
      ? []
      : externalSecretFindings(
          { ...expected, externalSecret },
          await find(externalSecretPath(namespace, externalSecret)),
          judge,
          reader.clock.now(),
        );
  const live = await find(secretPath(namespace, secret));
  if (findings.length > 0 && !live) return findings;
  return [...findings, ...secretFindings(expected, live, judge)];
}

/**
 * Reads an object; where that fails, the finding names the Secret and the keys that nothing is known about.
 */
async function findFor(
  expected: ExpectedSecret,
  path: string,
  { kubernetes, deadline }: SecretReader,
): Promise<KubernetesObject | undefined> {
  try {
    return await kubernetes.find(path, deadline);
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    const about = `; Secret "${expected.namespace}/${expected.secret}" is not known to have ${keysShown(expected.keys)}`;
    const place = secretPlace(expected);
    throw gateErrorOf(error.diagnostics.map((each) => ({ ...each, what: `${each.what}${about}`, place })));
  }
}
