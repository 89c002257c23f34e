// e2e: needs external-secrets
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderedPlatform } from '../../../scripts/golden/rendered-platform.ts';
import { guardrailsFile } from '../../../src/platform/guardrails.ts';
import { runCli } from '../../cli/run-cli.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { configureByHand, writeExampleValues } from './hand-configuration.ts';
import { type RenderedEnvironment, renderedEnvironment } from './rendered-environment.ts';
import { keysOfTarget } from './simulated-surroundings.ts';
import { until } from './until.ts';

const namespace = 'pr-ameide-12';
const account = 'default';
const secretKind = { apiVersion: 'v1', kind: 'Secret' };

describe('a preview of dev', () => {
  let bench: Bench;
  let environment: RenderedEnvironment;
  let objects: readonly KubernetesObject[];

  beforeAll(async () => {
    environment = await renderedEnvironment('dev');
    bench = await Bench.start({
      kubernetes: true,
      operator: {},
      vaults: { main: { address: environment.vaultAddress } },
    });
    await writeExampleValues(await configureByHand(bench, bench.vault(), environment), environment);
    for (const name of [namespace, 'my-pr-ameide-12', 'ameide-dev'])
      await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const [file, text] of (await renderedPlatform()).files) {
      const path = join(bench.folder, 'dist', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const { out, err } = await runCli(['preview', namespace, '-e', 'dev', '-c', guardrailsFile], bench.folder);
    expect(err).toBe('');
    objects = loadAll(bench.network.localise(out)) as KubernetesObject[];
    for (const object of objects) await bench.cluster.apply(object);
  });

  afterAll(async () => {
    await bench?.stop();
  });

  /** Logs in to Vault and gives the status, with the token where there is one. */
  async function logIn(jwt: string, role = 'external-secrets-preview') {
    const path = `auth/${environment.accessMap.authMount}/login`;
    const { status, body } = await bench.vault().client.request('POST', path, { jwt, role });
    return { status, token: String(body?.auth?.client_token ?? '') };
  }

  /** The token that Kubernetes put into the Secret. */
  async function tokenOfSecret(): Promise<string> {
    const { data } = await bench.cluster.get(secretKind, 'default-external-secrets-token', namespace);
    return Buffer.from(data.token, 'base64').toString();
  }

  test('gets its Secrets', async () => {
    const externalSecrets = objects.filter(({ kind }) => kind === 'ExternalSecret');
    expect(externalSecrets.map(({ metadata }) => metadata.name)).toEqual(['ghcr-pull-sync']);
    for (const object of externalSecrets) {
      await until(60_000, async () => {
        const { status } = await bench.cluster.get(object, object.metadata.name, namespace);
        const isReady = status?.conditions?.some(
          (each: Record<string, string>) => each.type === 'Ready' && each.status === 'True',
        );
        return isReady ? undefined : `${object.metadata.name} is not Ready: ${JSON.stringify(status ?? {})}`;
      });
      const { data } = await bench.cluster.get(secretKind, object.spec.target.name, namespace);
      expect(Object.keys(data).sort()).toEqual(keysOfTarget(object));
    }
  });

  test('reads exactly the declared keys', async () => {
    const { status, token } = await logIn(await tokenOfSecret());
    expect(status).toBe(200);
    const client = bench.vault().client.as(token);
    const paths = Object.keys(environment.fixtureMap.entries);
    const statuses = await Promise.all(
      paths.map(async (path) => (await client.request('GET', `${environment.fixtureMap.mount}/data/${path}`)).status),
    );
    expect(paths.filter((_, index) => statuses[index] === 200).sort()).toEqual(['ghcr-token', 'ghcr-username']);
    expect(new Set(statuses)).toEqual(new Set([200, 403]));
    const write = await client.request('POST', `${environment.fixtureMap.mount}/data/ghcr-token`, {
      data: { value: 'x' },
    });
    expect(write.status).toBe(403);
  });

  test('cannot log in under another role', async () => {
    const jwt = await tokenOfSecret();
    const others = environment.accessMap.roles.filter(({ name }) => name !== 'external-secrets-preview');
    expect(others.length).toBeGreaterThan(3);
    for (const { name } of others) expect((await logIn(jwt, name)).status, name).toBe(403);
  });

  test.each(['ameide-dev', 'my-pr-ameide-12', 'default'])('nobody of %s logs in under its role', async (other) => {
    await until(10_000, async () => {
      const reference = { apiVersion: 'v1', kind: 'ServiceAccount' };
      return (await bench.cluster.find(reference, account, other)) ? undefined : `${other} has no ServiceAccount`;
    });
    expect((await logIn(await bench.cluster.serviceAccountToken(other, account))).status).toBe(403);
  });

  test('nor does another ServiceAccount of the preview', async () => {
    await bench.cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'other', namespace } });
    expect((await logIn(await bench.cluster.serviceAccountToken(namespace, 'other'))).status).toBe(403);
    expect((await logIn(await bench.cluster.serviceAccountToken(namespace, account))).status).toBe(200);
  });
});
