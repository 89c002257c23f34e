import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiObject, App, Chart, Helm, Include, JsonPatch, Lazy } from 'cdk8s';
import { Construct, DependencyGroup } from 'constructs';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { renderChartObjects } from '../../src/rendering/render-chart-objects.ts';
import { propertyRuns } from '../property-runs.ts';
import { configMap, diagnosticsOf, ours, stock } from './chart-objects.ts';
import { buildTree, treePlans } from './construct-tree.ts';

describe('a tree renders as stock cdk8s renders it', () => {
  test('whatever its charts, nesting and dependencies, and it is refused where stock refuses it', () => {
    const numRuns = propertyRuns(3000);
    let rendered = 0;
    let refused = 0;
    fc.assert(
      fc.property(treePlans, (plan) => {
        const forStock = buildTree(plan).app;
        const { app } = buildTree(plan);
        let expected: ReturnType<typeof stock>;
        try {
          expected = stock(forStock);
        } catch (error) {
          expect(String(error)).toContain('Dependency cycle detected');
          expect(diagnosticsOf(app).map(({ code }) => code)).toContain('VW1901');
          refused += 1;
          return;
        }
        // Compared as text as well: equality of objects says nothing about the order of their keys.
        expect(ours(app)).toEqual(expected);
        expect(JSON.stringify(ours(app))).toBe(JSON.stringify(expected));
        rendered += 1;
      }),
      { numRuns, seed: 20261124 },
    );
    expect(rendered).toBeGreaterThan(numRuns / 3);
    expect(refused).toBeGreaterThan(numRuns / 30);
  });

  const manifest = [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }], selector: null } },
    { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } }] },
  ];
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-render-'));
    fs.writeFileSync(path.join(folder, 'm.yaml'), manifest.map((object) => JSON.stringify(object)).join('\n---\n'));
    // Stands in for Helm: whatever it is asked, it prints the manifest.
    // The Helm construct never removes its temporary folder.
    vi.stubEnv('TMPDIR', folder);
    fs.writeFileSync(path.join(folder, 'helm'), `#!/bin/sh\ncat '${folder}/m.yaml'\n`, { mode: 0o755 });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    fs.rmSync(folder, { recursive: true });
  });

  const cases: Record<string, (chart: Chart) => void> = {
    'JSON patches, nulls and undefined': (chart) => {
      const object = configMap(chart, 'c', { b: null, a: undefined, list: [1, undefined, null], empty: {}, none: [] });
      object.addJsonPatch(JsonPatch.add('/data/added', null), JsonPatch.replace('/kind', 'Patched'));
      object.addJsonPatch(JsonPatch.add('/zeta', { y: 1, x: [{ q: 1, b: 2 }] }), JsonPatch.remove('/data/list/0'));
    },
    'Lazy values, tokens and unions': (chart) => {
      const lazy = Lazy.any({ produce: () => ({ inner: Lazy.any({ produce: () => [1, { b: 1, a: 2 }] }) }) });
      configMap(chart, 'c', { lazy, token: { resolve: () => 'token' } });
    },
    'metadata added late': (chart) => {
      const object = configMap(chart, 'c');
      object.metadata.addLabel('z', '1');
      object.metadata.addAnnotation('a', '2');
      object.metadata.addFinalizers('f');
      object.metadata.add('generateName', Lazy.any({ produce: () => 'g-' }));
    },
    'a subclass that rewrites its JSON': (chart) => {
      class Rewritten extends ApiObject {
        override toJson(): unknown {
          return { ...super.toJson(), extra: { shared: undefined, kept: true } };
        }
      }
      new Rewritten(chart, 'c', { apiVersion: 'v1', kind: 'ConfigMap' });
    },
    'Include of YAML': (chart) => {
      new Include(chart, 'included', { url: path.join(folder, 'm.yaml') });
    },
    'the output of Helm': (chart) => {
      new Helm(chart, 'release', { chart: 'any', helmExecutable: path.join(folder, 'helm') });
    },
    'a dependency on several constructs at once': (chart) => {
      const first = configMap(chart, 'a');
      const group = new DependencyGroup(configMap(chart, 'y'), new Construct(chart, 'empty'));
      first.node.addDependency(group);
      group.add(configMap(chart, 'z'));
    },
    'dependencies of an object and of what is around it': (chart) => {
      const outer = new Construct(chart, 'outer');
      const inner = new Construct(outer, 'inner');
      configMap(inner, 'object');
      const [x, y] = ['x', 'y'].map((id) => new Construct(chart, id)) as [Construct, Construct];
      configMap(y, 'late');
      configMap(x, 'later');
      outer.node.addDependency(y);
      inner.node.addDependency(x);
    },
    'a construct whose object waits for its neighbours, and one that waits for all of them': (chart) => {
      const group = new Construct(chart, 'group');
      configMap(group, 'a').addDependency(group);
      configMap(group, 'b');
      configMap(chart, 'between');
      configMap(chart, 'last').addDependency(group);
    },
    'an object that waits for all others of its chart': (chart) => {
      configMap(chart, 'a').addDependency(chart);
      configMap(chart, 'b');
      configMap(chart, 'c').addDependency(configMap(chart, 'd'));
    },
  };
  test.each(Object.entries(cases))('%s', (_name, fill) => {
    const build = (): App => {
      const app = new App();
      fill(new Chart(app, 'chart', { namespace: 'ns', labels: { team: 'x' } }));
      return app;
    };
    const expected = stock(build());
    expect(expected[0]?.objects.length).toBeGreaterThan(0);
    expect(JSON.stringify(ours(build()))).toBe(JSON.stringify(expected));
  });

  test('with custom resolvers', () => {
    const build = (): App => {
      const app = new App({
        resolvers: [{ resolve: (context) => context.value === 'swap' && context.replaceValue('swapped') }],
      });
      configMap(new Chart(app, 'chart'), 'c', { a: 'swap', b: ['swap'] });
      return app;
    };
    expect(JSON.stringify(ours(build()))).toBe(JSON.stringify(stock(build())));
    expect(JSON.stringify(ours(build()))).toContain('swapped');
  });

  test('and its files hold the same objects', () => {
    const build = (): App => {
      const app = new App({ outdir: folder });
      for (const id of ['one', 'two']) configMap(new Chart(app, id), 'c', { list: [undefined, 'x'], n: 1.5 });
      return app;
    };
    fs.rmSync(path.join(folder, 'm.yaml'));
    build().synth();
    for (const { chart, objects } of ours(build()))
      expect(loadAll(fs.readFileSync(path.join(folder, `${chart}.k8s.yaml`), 'utf8'))).toEqual(objects);
  });
});

describe('the tree', () => {
  test('is left as it was, so that rendering twice gives the same', () => {
    const app = new App();
    const parent = new Chart(app, 'parent');
    const child = configMap(new Chart(parent, 'child'), 'c');
    configMap(parent, 'a').addDependency(child);
    const first = JSON.stringify(ours(app));
    expect(JSON.stringify(ours(app))).toBe(first);
    expect(parent.node.dependencies).toEqual([]);
  });

  test('gives plain JSON and the construct of each object', () => {
    const app = new App();
    const object = configMap(new Chart(app, 'chart'), 'c', { list: [undefined], ['__proto__']: 'own' });
    const [rendered] = renderChartObjects(app)[0]?.objects ?? [];
    expect(rendered).toMatchObject({ constructPath: 'chart/c', apiObject: object });
    expect(rendered?.value.data).toEqual({ list: [null] });
  });

  test('may be a chain of ten thousand dependencies', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const objects = Array.from({ length: 10_000 }, (_, i) => configMap(chart, `o${i}`));
    for (const [i, object] of objects.entries()) {
      const next = objects[i + 1];
      if (next !== undefined) object.addDependency(next);
    }
    const order = renderChartObjects(app)[0]?.objects.map(({ apiObject }) => apiObject);
    expect(order).toEqual(objects.toReversed());
  });

  test.each([
    { name: 'one waiting for the other', wait: (a: Chart, b: Chart) => [a.addDependency(b)], codes: [] },
    {
      name: 'and every object waiting for everything',
      wait: (a: Chart, b: Chart) => a.node.findAll().map((one) => one.node.addDependency(a, b)),
      codes: ['VW1901'],
    },
  ])('may be two charts of four thousand objects, $name, without the square of the time', ({ wait, codes }) => {
    const app = new App();
    const [a, b] = ['a', 'b'].map((id) => {
      const chart = new Chart(app, id);
      for (let i = 0; i < 4000; i += 1) configMap(chart, `o${i}`);
      return chart;
    }) as [Chart, Chart];
    wait(a, b);
    const start = performance.now();
    const found = diagnosticsOf(app);
    // Sixteen million pairs take stock cdk8s minutes and gigabytes; a busy machine needs well under a second
    // here.
    expect(performance.now() - start).toBeLessThan(10_000);
    expect([...new Set(found.map(({ code }) => code))]).toEqual(codes);
  });
});
