import { valueAt } from '../manifest/field-path.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';

/** Helm values that a document holds as a tree, as text, or as single parameters. */
export type CarriedValues =
  | { readonly kind: 'tree' | 'text'; readonly path: FieldPath }
  | { readonly kind: 'parameters'; readonly path: FieldPath; readonly name: string; readonly value: string };

/**
 * Finds where a document holds Helm values: Argo CD, Flux, the k3s Helm controller and kustomize each have
 * their own field.
 */
export function carriedValues({ role, value }: Pick<Manifest, 'role' | 'value'>): CarriedValues[] {
  if (role === 'kustomization') return kustomizeCharts(value);
  if (role !== 'object') return [];
  const kind = value.kind;
  if (kind === 'Application') return argoSources(value, ['spec']);
  if (kind === 'ApplicationSet') return argoSources(value, ['spec', 'template', 'spec']);
  if (kind === 'HelmRelease') return [{ kind: 'tree', path: ['spec', 'values'] }];
  if (kind !== 'HelmChart' && kind !== 'HelmChartConfig') return [];
  return [
    { kind: 'text', path: ['spec', 'valuesContent'] },
    { kind: 'tree', path: ['spec', 'set'] },
  ];
}

function argoSourcePaths(value: JsonObject, base: FieldPath): FieldPath[] {
  const sources = valueAt(value, [...base, 'sources']);
  const count = Array.isArray(sources) ? sources.length : 0;
  return [[...base, 'source'], ...Array.from({ length: count }, (_, index) => [...base, 'sources', index])];
}

function argoSources(value: JsonObject, base: FieldPath): CarriedValues[] {
  return argoSourcePaths(value, base).flatMap((source): CarriedValues[] => {
    const helm = [...source, 'helm'];
    return [
      { kind: 'text', path: [...helm, 'values'] },
      { kind: 'tree', path: [...helm, 'values'] },
      { kind: 'tree', path: [...helm, 'valuesObject'] },
      { kind: 'parameters', path: [...helm, 'parameters'], name: 'name', value: 'value' },
    ];
  });
}

function kustomizeCharts(value: JsonObject): CarriedValues[] {
  const charts = value.helmCharts;
  if (!Array.isArray(charts)) return [];
  return charts.map((_, index) => ({ kind: 'tree', path: ['helmCharts', index, 'valuesInline'] }));
}

/**
 * Lists the values files that Argo CD sources and kustomize charts name, without a leading `$ref/` or `../`;
 * templated names are left out.
 */
export function namedValuesFiles({ role, value }: Pick<Manifest, 'role' | 'value'>): string[] {
  const names: (JsonValue | undefined)[] = [];
  if (role === 'kustomization' && Array.isArray(value.helmCharts)) {
    for (const chart of value.helmCharts) {
      if (isObject(chart))
        names.push(
          chart.valuesFile,
          ...(Array.isArray(chart.additionalValuesFiles) ? chart.additionalValuesFiles : []),
        );
    }
  }
  const spec = value.kind === 'ApplicationSet' ? ['spec', 'template', 'spec'] : ['spec'];
  if (role === 'object' && (value.kind === 'Application' || value.kind === 'ApplicationSet')) {
    for (const source of argoSourcePaths(value, spec)) {
      const files = valueAt(value, [...source, 'helm', 'valueFiles']);
      if (Array.isArray(files)) names.push(...files);
    }
  }
  return names.flatMap((name) =>
    typeof name === 'string' && !name.includes('{{') && !name.includes('://')
      ? [name.replace(/^(?:\$[\w-]+\/|\/|\.{1,2}\/)+/, '')]
      : [],
  );
}

/**
 * Turns `a.b[0].c=value` parameters into the tree that Helm makes of them, and says where each leaf came
 * from.
 */
export function parameterTree(
  parameters: readonly JsonValue[],
  name: string,
  value: string,
): { tree: JsonObject; origins: Map<string, number> } {
  const tree: { [key: string]: JsonValue } = Object.create(null);
  const origins = new Map<string, number>();
  for (const [index, parameter] of parameters.entries()) {
    if (!isObject(parameter) || typeof parameter[name] !== 'string') continue;
    const steps = parameter[name]
      .split(/(?<!\\)\.|\[(\d+)\]/)
      .filter((step): step is string => step !== undefined && step !== '');
    const leaf = steps.pop();
    if (leaf === undefined || steps.length > 30) continue;
    let node = tree;
    for (const step of steps) {
      const next = Object.hasOwn(node, step) ? node[step] : undefined;
      const child: { [key: string]: JsonValue } = isObject(next)
        ? (next as { [key: string]: JsonValue })
        : Object.create(null);
      node[step] = child;
      node = child;
    }
    node[leaf] = parameter[value] ?? null;
    origins.set(JSON.stringify([...steps, leaf]), index);
  }
  return { tree, origins };
}
