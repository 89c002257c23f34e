// e2e: needs external-secrets
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { canonicalJson } from './canonical-json.ts';
import { configureByHand, writeExampleValues } from './hand-configuration.ts';
import { type RenderedEnvironment, renderedEnvironment } from './rendered-environment.ts';
import { keysOfTarget, simulateSurroundings } from './simulated-surroundings.ts';
import { until } from './until.ts';

const title = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

describe.each(['local', 'dev'] as const)('what the operator writes back into the objects of %s', (name) => {
  let bench: Bench;
  let environment: RenderedEnvironment;
  let rendered: readonly KubernetesObject[];
  const live = new Map<string, KubernetesObject>();

  beforeAll(async () => {
    environment = await renderedEnvironment(name);
    bench = await Bench.start({
      kubernetes: true,
      operator: { concurrency: 8 },
      vaults: { main: { address: environment.vaultAddress } },
    });
    const root = await configureByHand(bench, bench.vault(), environment);
    await writeExampleValues(root, environment);
    rendered = environment.objects
      .map((object): KubernetesObject => JSON.parse(bench.network.localise(JSON.stringify(object))))
      .filter(({ apiVersion }) => apiVersion.startsWith('external-secrets.io/'));
    await simulateSurroundings(bench, rendered);
    const stores = rendered.filter(({ kind }) => kind.endsWith('Store'));
    for (const object of [...stores, ...rendered.filter((each) => !stores.includes(each))])
      await bench.cluster.apply(object);
    await until(120_000, async () => {
      for (const object of await listLike(bench, rendered)) live.set(title(object), object);
      const waiting = rendered
        .map((object) => live.get(title(object)) ?? object)
        .find((object) => !isProcessed(object));
      return waiting && `${title(waiting)} is not Ready: ${JSON.stringify(waiting.status ?? {})}`;
    });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  test('every kind that the environment renders was processed by the operator', () => {
    const kinds = new Set(rendered.map(({ kind }) => kind));
    expect(kinds).toContain('ExternalSecret');
    expect(kinds).toContain(name === 'local' ? 'ClusterSecretStore' : 'SecretStore');
    const withFinalizer = [...live.values()].filter(({ metadata }) => (metadata.finalizers ?? []).length > 0);
    // Without its finalizer the operator has written nothing back, and the comparison would compare nothing.
    expect(new Set(withFinalizer.map(({ kind }) => kind))).toContain('ExternalSecret');
  });

  test('each Secret has exactly the keys of its ExternalSecret', async () => {
    for (const object of rendered.filter(({ kind }) => kind === 'ExternalSecret')) {
      const { target } = object.spec;
      const secret = await bench.cluster.get(
        { apiVersion: 'v1', kind: 'Secret' },
        target.name,
        object.metadata.namespace,
      );
      expect(Object.keys(secret.data ?? {}).sort(), title(object)).toEqual(keysOfTarget(object));
    }
  });

  test('no spec differs from the rendered one', () => {
    const differences = rendered.flatMap((object) => {
      const now = live.get(title(object));
      const [before, after] = [canonicalJson(object.spec), canonicalJson(now?.spec)];
      return before === after ? [] : [`${title(object)}\n  rendered ${before}\n  live     ${after}`];
    });
    expect(differences.join('\n')).toBe('');
  });

  test('the usual spelling would differ, so the comparison can see it', async () => {
    const original = rendered.find(
      ({ kind, spec }) => kind === 'ExternalSecret' && spec.target.template && spec.target.creationPolicy === 'Owner',
    );
    if (!original) throw new TypeError('No ExternalSecret has a template.');
    const { name: ownName, namespace } = original.metadata;
    const { target, data, ...rest } = original.spec;
    const { metadata: _, ...template } = target.template;
    const usual = {
      ...rest,
      refreshInterval: '1h',
      target: { ...target, name: 'usual-spelling', template },
      data: data.map(
        ({ secretKey, remoteRef }: { secretKey: string; remoteRef: { key: string; property: string } }) => ({
          secretKey,
          remoteRef: { key: remoteRef.key, property: remoteRef.property },
        }),
      ),
    };
    const object = { ...original, metadata: { name: 'usual-spelling', namespace: namespace ?? '' }, spec: usual };
    await bench.cluster.apply(object);
    const now = async (): Promise<KubernetesObject> => bench.cluster.get(original, 'usual-spelling', namespace);
    await until(30_000, async () => (isProcessed(await now()) ? undefined : `beside ${ownName} it is not Ready`));
    const { spec } = await now();
    expect(spec.refreshInterval).toBe('1h0m0s');
    expect(spec.target.template.metadata).toEqual({});
    expect(spec.data[0].remoteRef).toMatchObject({
      conversionStrategy: 'Default',
      decodingStrategy: 'None',
      metadataPolicy: 'None',
    });
  });

  test('no generation was counted up', () => {
    const changed = [...live.values()].filter(({ metadata }) => 'generation' in metadata && metadata.generation !== 1);
    expect(changed.map(title)).toEqual([]);
  });

  test('no label and annotation that was rendered is changed', () => {
    for (const object of rendered) {
      const { labels, annotations } = live.get(title(object))?.metadata ?? {};
      expect(labels ?? {}, title(object)).toMatchObject(object.metadata.labels ?? {});
      expect(annotations ?? {}, title(object)).toMatchObject(object.metadata.annotations ?? {});
    }
  });
});

/** Lists every object of the kinds that occur in `rendered`. */
async function listLike(bench: Bench, rendered: readonly KubernetesObject[]): Promise<readonly KubernetesObject[]> {
  const kinds = new Map(rendered.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  return (await Promise.all([...kinds.values()].map((kind) => bench.cluster.list(kind)))).flat();
}

/**
 * Returns whether the operator is done with an object; by then it has written its finalizer and its status.
 */
function isProcessed({ status }: KubernetesObject): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: holds }: Record<string, string>) => type === 'Ready' && holds === 'True',
  );
}
