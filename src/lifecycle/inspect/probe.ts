import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { SmokePlan } from '../../model/documents/smoke-plan.ts';
import { isObject } from '../../model/json-record.ts';
import { HttpConnection } from '../clients/http/http-connection.ts';
import { type KubernetesClient, secretPath } from '../clients/kubernetes/kubernetes-client.ts';
import { gateProblem } from '../problems/gate-problems.ts';
import type { Deadline } from '../run/deadline.ts';
import { remedyOf } from './remedy.ts';
import { keyShown, secretPlace } from './secret-name.ts';

/** Milliseconds without an answer after which a service counts as silent. */
const patience = 10_000;

/**
 * Asks a service with the credential of a Secret. What a Secret lacks is said where its keys are inspected;
 * no finding holds an address or a credential.
 */
export async function probeFindings(
  probe: NonNullable<SmokePlan['probes']>[number],
  { plan, kubernetes, deadline }: { plan: SmokePlan; kubernetes: KubernetesClient; deadline: Deadline },
): Promise<Diagnostic[]> {
  const { namespace, secret, name, path, header } = probe;
  const live = await kubernetes.find(secretPath(namespace, secret), deadline);
  const data = isObject(live?.data) ? live.data : {};
  const [address, token] = [probe.urlKey, probe.tokenKey].map((key) => {
    const encoded = data[key];
    return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8').trim() : '';
  });
  if (!address || !token) return [];
  const keys = plan.secrets.find((one) => one.namespace === namespace && one.secret === secret)?.keys ?? [];
  const shown = (key: string) => {
    const { from } = keys.find((one) => one.name === key) ?? { from: [] };
    return {
      text: keyShown(probe, { name: key, from }),
      place: secretPlace(probe, from),
      remedy: remedyOf(from, plan),
    };
  };
  const at = shown(probe.urlKey);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '')
    return [gateProblem('VW5292', `${at.text} is no address of ${name} that begins with https://`, at.place)];
  const connection = new HttpConnection(url.origin);
  try {
    const headers = header === undefined ? { Authorization: `Bearer ${token}` } : { [header]: token };
    const wanted = `${url.pathname.replace(/\/$/, '')}${path}`;
    const answer = await connection.send({ method: 'GET', path: wanted, headers, timeout: patience }, deadline);
    if (answer.kind === 'unreachable')
      return [gateProblem('VW5291', `${name} of ${at.text} is unreachable (${answer.reason})`, at.place)];
    const { status } = answer;
    if (status >= 200 && status < 300) return [];
    const by = shown(probe.tokenKey);
    if (status !== 401 && status !== 403)
      return [gateProblem('VW5291', `${name} of ${at.text} answers GET ${path} by ${status}`, at.place)];
    const finding = gateProblem('VW5290', `${name} answers GET ${path} with ${by.text} by ${status}`, by.place);
    return [{ ...finding, fix: `${finding.fix} ${by.remedy}`.trim() }];
  } finally {
    connection.close();
  }
}
