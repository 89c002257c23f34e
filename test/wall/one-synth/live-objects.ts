import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import type { SmallService } from '../../constructs/small-platform.ts';
import { configMap, literal } from '../inline-secret.ts';
import { metadata } from '../route.ts';
import { type Case, type Kind, of, valuesOf } from './case.ts';

type Manifest = ConstructorParameters<typeof ApiObject>[2];

/** Answers harmlessly as often as someone asks before the file is written. */
const answers = (): (() => string) => {
  let asked = 0;
  return () => (asked++ % 2 === 0 ? literal : 'sound');
};

class TwoFaced extends ApiObject {
  #asked = 0;
  override toJson(): object {
    this.#asked += 1;
    return { ...configMap, data: this.#asked % 2 === 1 ? { DB_PASSWORD: literal } : { GREETING: 'hello' } };
  }
}

class Hidden extends ApiObject {
  override toJson(): object {
    const answer = answers();
    return Object.defineProperty({ ...configMap }, 'data', {
      enumerable: true,
      get: () => ({ DB_PASSWORD: answer() }),
    });
  }
}

class Proxied extends ApiObject {
  override toJson(): object {
    const answer = answers();
    const data = new Proxy(
      { DB_PASSWORD: '' },
      { get: (target, key) => (key === 'DB_PASSWORD' ? answer() : Reflect.get(target, key)) },
    );
    return { ...configMap, data };
  }
}

class Listed extends ApiObject {
  override toJson(): object {
    const answer = answers();
    const args = Object.defineProperty([''], 0, { enumerable: true, get: () => `--password=${answer()}` });
    return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'app', image: 'app', args }] } };
  }
}

const made = (title: string, Made: new (scope: SmallService, id: string, props: Manifest) => ApiObject): Case => ({
  title,
  add: (component) => {
    new Made(component, 'object', configMap as Manifest);
  },
});

export const liveObjects: readonly Kind[] = [
  {
    kind: 'answers twice',
    cases: [
      made('a subclass whose toJson has two answers', TwoFaced),
      made('a getter', Hidden),
      made('a proxy', Proxied),
      made('an item of a list', Listed),
      of('a Lazy value with two answers', { ...configMap, data: { DB_PASSWORD: Lazy.any({ produce: answers() }) } }),
      {
        title: 'a JSON patch of a subclass',
        add: (component) => {
          class Patched extends ApiObject {}
          new Patched(component, 'object', configMap as Manifest).addJsonPatch(
            JsonPatch.add('/data', { DB_PASSWORD: literal }),
          );
        },
      },
      valuesOf('a function of the environment with two answers', () => ({ auth: { password: answers()() } })),
    ],
  },
];
