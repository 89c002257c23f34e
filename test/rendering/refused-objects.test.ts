import { type ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostics/diagnostic.ts';
import { FindingsError } from '../../src/model/diagnostics/errors.ts';
import { configMap, diagnosticsOf } from './chart-objects.ts';

describe('what cannot be rendered is refused, all of it at once', () => {
  const invalid = { validate: () => ['first message', 'second message'] };
  const cases: Record<string, { build: (app: App, chart: Chart) => void; expected: [string, string, RegExp][] }> = {
    'validation messages': {
      build: (_app, chart) => {
        configMap(chart, 'a').node.addValidation(invalid);
        configMap(chart, 'b').node.addValidation(invalid);
      },
      expected: [
        ['VW1900', 'chart/a', /^first message$/],
        ['VW1900', 'chart/a', /^second message$/],
        ['VW1900', 'chart/b', /^first message$/],
        ['VW1900', 'chart/b', /^second message$/],
      ],
    },
    'a cycle of objects': {
      build: (_app, chart) => {
        const [a, b, c] = ['a', 'b', 'c'].map((id) => configMap(chart, id)) as [ApiObject, ApiObject, ApiObject];
        a.addDependency(b);
        b.addDependency(c);
        c.addDependency(a);
      },
      expected: [['VW1901', 'chart/a', /chart\/a -> chart\/b -> chart\/c -> chart\/a/]],
    },
    'two cycles that have nothing to do with each other': {
      build: (app, chart) => {
        const other = new Chart(app, 'other');
        for (const scope of [chart, other]) {
          const [a, b] = ['a', 'b'].map((id) => new Construct(scope, id)) as [Construct, Construct];
          a.node.addDependency(b);
          b.node.addDependency(a);
        }
      },
      expected: [
        ['VW1901', 'chart/a', /chart\/a -> chart\/b -> chart\/a/],
        ['VW1901', 'other/a', /other\/a -> other\/b -> other\/a/],
      ],
    },
    'a cycle of charts through their objects': {
      build: (app, chart) => {
        const other = new Chart(app, 'other');
        configMap(chart, 'a').addDependency(configMap(other, 'a'));
        configMap(other, 'b').addDependency(configMap(chart, 'b'));
      },
      expected: [['VW1901', 'chart', /chart -> other -> chart/]],
    },
    'a chart that depends on itself': {
      build: (_app, chart) => chart.addDependency(chart),
      expected: [['VW1901', 'chart', /depends on itself/]],
    },
    'a dependency on what is in no chart': {
      build: (app, chart) => configMap(chart, 'a').addDependency(new Construct(app, 'loose')),
      expected: [['VW1902', 'chart/a', /loose is in no chart/]],
    },
    'a dependency on another app': {
      build: (_app, chart) => configMap(chart, 'a').addDependency(new Chart(new App(), 'chart')),
      expected: [['VW1903', 'chart/a', /not in this app/]],
    },
    'a failing JSON patch, without the values that it prints': {
      build: (_app, chart) => {
        const object = configMap(chart, 'a', { shown: 'not-to-be-told' });
        object.addJsonPatch(JsonPatch.add('/nowhere/deep', 'not-to-be-told'));
        configMap(chart, 'b').addJsonPatch(JsonPatch.test('/kind', 'not-to-be-told'));
      },
      expected: [
        ['VW1904', 'chart/a', /^(?!.*not-to-be-told).*cannot be rendered/s],
        ['VW1904', 'chart/b', /^(?!.*not-to-be-told).*cannot be rendered/s],
      ],
    },
    'a Lazy value that throws': {
      build: (_app, chart) => {
        const produce = (): never => {
          throw new Error('no such thing');
        };
        configMap(chart, 'a', { nested: { deep: Lazy.any({ produce }) } });
      },
      expected: [['VW1904', 'chart/a', /: no such thing$/]],
    },
    'a Lazy value that parses what is no JSON, without the text that the parser quotes': {
      build: (_app, chart) => {
        configMap(chart, 'a', { nested: Lazy.any({ produce: () => JSON.parse('not-to-be-told') }) });
      },
      expected: [['VW1904', 'chart/a', /^(?!.*not-to-be-told).*not valid JSON$/s]],
    },
    'a Lazy value that throws without a word': {
      build: (_app, chart) => {
        const produce = (): never => {
          throw new TypeError('\n');
        };
        configMap(chart, 'a', { nested: Lazy.any({ produce }) });
      },
      expected: [['VW1904', 'chart/a', /: TypeError without a message$/]],
    },
    'values outside JSON': {
      build: (_app, chart) => {
        configMap(chart, 'a', { list: [1, { n: Number.NaN }] });
        configMap(chart, 'b', { f: () => 'x' });
        configMap(chart, 'c', { d: new Map() });
      },
      expected: [
        ['VW1905', 'chart/a', /holds the number NaN/],
        ['VW1904', 'chart/c', /non-simple object of type 'Map'/],
        ['VW1905', 'chart/b', /holds a value of type function/],
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_name, { build, expected }) => {
    const app = new App();
    build(app, new Chart(app, 'chart'));
    const found = diagnosticsOf(app);
    expect(found.map(({ code, place }) => [code, place.constructPath]).sort()).toEqual(
      expected.map(([code, place]) => [code, place]).sort(),
    );
    for (const [code, place, what] of expected) {
      expect(
        found.filter((one) => one.code === code && one.place.constructPath === place).map((one) => one.what),
      ).toContainEqual(expect.stringMatching(what));
    }
  });

  test('coded errors of Lazy values and validations keep their codes', () => {
    const diagnostic = (code: string): Diagnostic => ({
      code,
      severity: 'error',
      what: 'w',
      why: 'y',
      fix: 'f',
      place: { vaultPath: 'p' },
    });
    const thrower = (code: string) => (): never => {
      throw new FindingsError([diagnostic(code)]);
    };
    const app = new App();
    const chart = new Chart(app, 'chart');
    configMap(chart, 'a', { lazy: Lazy.any({ produce: thrower('VW9001') }) });
    configMap(chart, 'b').node.addValidation({ validate: thrower('VW9002') });
    expect(diagnosticsOf(app)).toEqual([
      { ...diagnostic('VW9001'), place: { vaultPath: 'p', constructPath: 'chart/a' } },
      { ...diagnostic('VW9002'), place: { vaultPath: 'p', constructPath: 'chart/b' } },
    ]);
    // The watch over the resolvers that finds the thrown error is gone again.
    expect(app.resolvers.map((resolver) => resolver.constructor.name)).toEqual(
      new App().resolvers.map((resolver) => resolver.constructor.name),
    );
  });
});
