import type { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Component } from '../constructs/component.ts';
import type { EnvironmentApp } from '../constructs/environment-app.ts';
import type { Manifest } from '../guardrails/manifest/manifest.ts';
import { declarationOf } from './declaration-of.ts';
import { toPlainJson } from './plain-json.ts';
import { renderChartObjects } from './render-chart-objects.ts';

/**
 * Returns every object and every values document of an environment, each with the file that it belongs into.
 */
export function manifestsOf(app: EnvironmentApp): Manifest[] {
  const { components } = app.collect();
  const rendered = new Set<IConstruct>(components);
  const objects = renderChartObjects(app).flatMap(({ chart, objects: ofChart }) => {
    const component = componentOf(chart);
    if (component && !rendered.has(component)) return [];
    const file = `${app.environment.name}/${component?.folder ?? chart.node.id}/${fileName(chart, component)}.k8s.yaml`;
    return ofChart.map(({ value, constructPath, apiObject }, document): Manifest => {
      const declaredAt = declarationOf(apiObject);
      const { name: environment } = app.environment;
      return { role: 'object', value, file, document, environment, constructPath, ...(declaredAt && { declaredAt }) };
    });
  });
  return [...objects, ...components.flatMap((component) => valuesOf(component))];
}

function valuesOf(component: Component): Manifest[] {
  const value = toPlainJson(component.helmValues);
  if (Object.keys(value).length === 0) return [];
  const { environment, name, declaredAt, componentNamespace } = component;
  return [
    {
      role: 'values',
      value,
      file: `${environment.name}/values/${name}.yaml`,
      document: 0,
      environment: environment.name,
      namespace: componentNamespace,
      constructPath: component.node.path,
      ...(declaredAt && { declaredAt }),
    },
  ];
}

const componentOf = (chart: Chart): Component | undefined =>
  chart.node.scopes.find((scope): scope is Component =>
    Object.prototype.isPrototypeOf.call(Component.prototype, scope),
  );

const fileName = (chart: Chart, component: Component | undefined): string =>
  component === undefined || component === chart
    ? chart.node.id
    : `${component.name}.${chart.node.path.slice(component.node.path.length + 1).replaceAll('/', '.')}`;
