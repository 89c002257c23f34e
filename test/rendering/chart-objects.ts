import { ApiObject, type App } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Diagnostic } from '../../src/model/diagnostics/diagnostic.ts';
import { FindingsError } from '../../src/model/diagnostics/errors.ts';
import { renderChartObjects } from '../../src/rendering/render-chart-objects.ts';

export const configMap = (scope: Construct, id: string, data: unknown = {}): ApiObject =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', data });

/**
 * What stock cdk8s renders: the charts in its order, with their objects as the JSON that its YAML stands for.
 */
export const stock = (app: App): { chart: string; objects: unknown[] }[] => {
  app.synthYaml();
  return app.charts.map((chart) => ({
    chart: chart.node.path,
    objects: JSON.parse(JSON.stringify(chart.toJson())) as unknown[],
  }));
};

export const ours = (app: App): { chart: string; objects: unknown[] }[] =>
  renderChartObjects(app).map(({ chart, objects }) => ({
    chart: chart.node.path,
    objects: objects.map(({ value }) => value),
  }));

export const diagnosticsOf = (app: App): readonly Diagnostic[] => {
  try {
    renderChartObjects(app);
  } catch (error) {
    if (error instanceof FindingsError) return error.diagnostics;
    throw error;
  }
  return [];
};
