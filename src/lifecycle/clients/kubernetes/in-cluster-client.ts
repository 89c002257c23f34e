import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiServerError } from '../../problems/kubernetes-problems.ts';
import { KubernetesClient } from './kubernetes-client.ts';

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Reads the token of the Pod's ServiceAccount, which the kubelet renews.
 * @throws VW5019 where the Pod has none
 */
export const accountToken = (): string => accountFile('token');

function accountFile(name: string): string {
  try {
    return readFileSync(join(accountFolder, name), 'utf8').trim();
  } catch {
    throw apiServerError('VW5019', `The Pod has no ${name} of its ServiceAccount`);
  }
}

/**
 * Makes the client of a program that runs in a Pod, as the Pod's ServiceAccount.
 * @throws VW5019 where the Pod has no token or no address of the API server
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
export function inClusterClient(environment: Readonly<Record<string, string | undefined>>): KubernetesClient {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  if (!host) throw apiServerError('VW5019', 'KUBERNETES_SERVICE_HOST is not set: this is no Pod');
  const address = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new KubernetesClient(address, { authority: accountFile('ca.crt'), token: accountToken });
}
