import { expect, it } from 'vitest';
import { missingDefaults, schemaProblems } from '../imports/manifest-schema.ts';
import { sharedRendering } from './shared-rendering.ts';

const { manifests } = await sharedRendering();
// Argo CD's definitions are a megabyte; test/e2e/argo-cd shows its objects to a real API server instead.
// Rules of alerts are judged by promtool.
const judgedElsewhere = ['argoproj.io/v1alpha1', 'monitoring.coreos.com/v1'];
const objects = manifests.filter(
  ({ role, value }) => role === 'object' && !judgedElsewhere.includes(String(value.apiVersion)),
);

const spell = (file: string, value: { readonly [key: string]: unknown }): string =>
  `${file} ${value.kind}/${(value.metadata as { name?: string } | undefined)?.name}`;

it('renders objects in every environment that the API server takes whole, down to the last field', () => {
  const problems = objects.flatMap(({ file, value }) =>
    schemaProblems(value).map((what) => `${spell(file, value)}: ${what}`),
  );
  expect(problems).toEqual([]);
  expect(objects.filter(({ value }) => value.kind === 'ExternalSecret').length).toBeGreaterThan(4);
});

it('writes out every default of the operator, so that Argo CD never sees a difference', () => {
  const missing = objects.flatMap(({ file, value }) =>
    missingDefaults(value).map((left) => `${spell(file, value)}: ${left.field} = ${JSON.stringify(left.value)}`),
  );
  expect(missing).toEqual([]);
});
