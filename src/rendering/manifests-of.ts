import type { Chart } from 'cdk8s';
import { Component } from '../constructs/component.ts';
import type { EnvironmentApp } from '../constructs/environment-app.ts';
import type { ComponentRecord } from '../constructs/tree/component-record.ts';
import type { Manifest } from '../guardrails/manifest/manifest.ts';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { declarationOf } from './declaration-of.ts';
import { toPlainJson } from './plain-json.ts';
import { tryRenderChartObjects } from './render-chart-objects.ts';

/** What an environment renders; with diagnostics, the part of it that could be rendered. */
export interface RenderedEnvironment {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Returns every object and every values document of an environment, each with the file that it belongs into.
 */
export function manifestsOf(app: EnvironmentApp): RenderedEnvironment {
  const { components } = app.collect();
  const rendered = new Set<unknown>(components);
  const { charts, diagnostics } = tryRenderChartObjects(app);
  const objects = charts.flatMap(({ chart, objects: ofChart }) => {
    const component = componentOf(chart);
    if (component && !rendered.has(component)) return [];
    const file = `${app.environment.name}/${component?.folder ?? chart.node.id}/${fileName(chart, component)}.k8s.yaml`;
    return ofChart.map(({ value, constructPath, apiObject }, document): Manifest => {
      const declaredAt = declarationOf(apiObject);
      const { name: environment } = app.environment;
      return { role: 'object', value, file, document, environment, constructPath, ...(declaredAt && { declaredAt }) };
    });
  });
  const values = components.flatMap((component) => valuesOf(component, app.environment.name));
  return { manifests: [...objects, ...values], diagnostics };
}

function valuesOf(component: ComponentRecord, environment: string): Manifest[] {
  const value = toPlainJson(component.helmValues);
  if (Object.keys(value).length === 0) return [];
  const { name, declaredAt, componentNamespace } = component;
  return [
    {
      role: 'values',
      value,
      file: `${environment}/values/${name}.yaml`,
      document: 0,
      environment,
      namespace: componentNamespace,
      constructPath: component.node.path,
      ...(declaredAt && { declaredAt }),
    },
  ];
}

const componentOf = (chart: Chart): Component | undefined => chart.node.scopes.find(Component.isComponent);

const fileName = (chart: Chart, component: Component | undefined): string =>
  component === undefined || component === chart
    ? chart.node.id
    : `${component.name}.${chart.node.path.slice(component.node.path.length + 1).replaceAll('/', '.')}`;
