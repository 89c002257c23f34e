import { ApiObject, JsonPatch } from 'cdk8s';
import { expect, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { ameide, type Env, Service } from '../../src/platform/definition.ts';

/**
 * Renders one component in every environment, and returns the objects of each finding on objects, by
 * environment. Without the other components an environment also misses its bootstrap, which is no object.
 */
async function clashes(add: (component: Service) => void): Promise<string[]> {
  class Extra extends Service {
    constructor(env: Env) {
      super(env, 'extra', { owner: 'platform-dx', phase: 650 });
      add(this);
    }
  }
  const { diagnostics } = await renderPlatform(ameide, { components: [Extra] });
  return diagnostics.flatMap(({ code, place: { environment, object } }) =>
    object ? [`${code} ${environment} ${object.kind} ${object.name}`] : [],
  );
}

const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules: [] };

test('a cluster-scoped object is refused where environments share a cluster, and not where they do not', async () => {
  expect(
    await clashes((component) => {
      const object = new ApiObject(component, 'role', { ...role, metadata: { name: 'extra' } });
      object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }),
  ).toEqual(['VW3101 production ClusterRole extra', 'VW3101 staging ClusterRole extra']);
});

test('one whose name has the suffix of its environment is not', async () => {
  expect(
    await clashes((component) => {
      const name = `extra-${component.environment.suffix}`;
      const object = new ApiObject(component, 'role', { ...role, metadata: { name } });
      object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }),
  ).toEqual([]);
});

test('an object in a namespace that environments share has one owner', async () => {
  const metadata = { name: 'extra', namespace: 'argocd' };
  expect(
    await clashes(
      (component) => new ApiObject(component, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata }),
    ),
  ).toEqual(['VW3101 production ConfigMap extra', 'VW3101 staging ConfigMap extra']);
});
