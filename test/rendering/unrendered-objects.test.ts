import { ApiObject, Lazy } from 'cdk8s';
import { expect, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { foundation, type SmallEnv, SmallService, smallPlatform } from '../constructs/small-platform.ts';
import { literal } from '../wall/inline-secret.ts';

class Broken extends SmallService {
  constructor(env: SmallEnv) {
    super(env, 'broken', { owner: 'platform', phase: 300 });
    const broken = Lazy.any({
      produce: () => {
        throw new Error('not today');
      },
    });
    new ApiObject(this, 'broken', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: broken });
    new ApiObject(this, 'leak', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'b' },
      data: { password: literal },
    } as ConstructorParameters<typeof ApiObject>[2]);
    new ApiObject(this, 'reader', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'c' },
      spec: { containers: [{ name: 'app', image: 'app', envFrom: [{ secretRef: { name: 'nowhere' } }] }] },
    } as ConstructorParameters<typeof ApiObject>[2]);
  }
}

test('an object that cannot be rendered hides no credential of another, and accuses none of what it may hold', async () => {
  const { diagnostics } = await renderPlatform(smallPlatform(), {
    components: [...foundation, Broken],
    configuration: false,
  });
  const found = diagnostics.map(({ code, place }) => `${code} ${place.constructPath}`);
  expect(found.filter((text) => text.includes('broken/'))).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^VW1904 .*broken\/broken$/),
      expect.stringMatching(/^VW3006 .*\/leak$/),
    ]),
  );
  expect(found.filter((text) => /^VW305/.test(text))).toEqual([]);
});
