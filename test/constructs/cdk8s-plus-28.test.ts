import { Deployment } from 'cdk8s-plus-28';
import { describe, expect, test } from 'vitest';
import { envValueOf, secretOf, volumeOf } from '../../src/cdk8s-plus-28.ts';
import { renderPlatform, ServiceSecrets } from '../../src/index.ts';
import { foundation, type SmallEnv, SmallService, smallPlatform } from './small-platform.ts';

const platform = smallPlatform();
const db = platform.secret('shop-db', {
  purpose: 'Database of the shop',
  keys: { username: platform.vault.literal('shop-user', 'shop'), password: platform.vault.generated('shop-password') },
});

/** Renders a workload that reads through the adapters, with or without the Secret that it reads. */
async function render(isPlaced: boolean) {
  class Shop extends SmallService {
    constructor(env: SmallEnv) {
      super(env, 'shop', { owner: 'shop', phase: 300 });
      if (isPlaced) new ServiceSecrets(this, db);
      const deployment = new Deployment(this, 'app');
      const container = deployment.addContainer({
        image: 'shop:1',
        envVariables: { DB_PASSWORD: envValueOf(this, db.key('password'), { optional: true }) },
      });
      container.mount('/etc/db', volumeOf(this, db, { items: { username: 'user' } }));
      // Asking twice gives the same import.
      expect(secretOf(this, db)).toBe(secretOf(this, db));
    }
  }
  const { manifests, diagnostics } = await renderPlatform(platform, { components: [...foundation, Shop] });
  const pods = manifests.filter(({ value }) => value.kind === 'Deployment').map(({ value }) => JSON.stringify(value));
  return { pods, diagnostics };
}

describe('the adapters of cdk8s-plus-28', () => {
  test('write the name and the key of a contract into a workload', async () => {
    const { pods, diagnostics } = await render(true);
    expect(diagnostics.map(({ what }) => what)).toEqual([]);
    expect(pods).toHaveLength(2);
    for (const pod of pods) {
      expect(pod).toContain(
        '{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"key":"password","name":"shop-db","optional":true}}}',
      );
      expect(pod).toContain('"secret":{"items":[{"key":"username","path":"user"}],"secretName":"shop-db"}');
    }
  });

  test('record the read, so that a Secret which nobody places is found before it is rendered', async () => {
    const { diagnostics } = await render(false);
    expect(diagnostics.filter(({ code }) => code === 'VW1108').map(({ place }) => place.constructPath)).toEqual([
      'shop',
      'shop',
    ]);
  });
});
