import { expect, it } from 'vitest';
import { checkFiles } from '../guardrails/probes/check-files.ts';
import { shop } from '../guardrails/probes/shop.ts';

/** An object of a kind, in YAML. */
export const object = (
  apiVersion: string,
  kind: string,
  rest: string,
  metadata = 'name: it, namespace: shop',
): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {${metadata}}\n${rest}\n`;
/** A release of Flux. */
export const helmRelease = (spec: string): string =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', `spec:\n${spec}`);
/** An ExternalSecret that reads through the store. */
export const externalSecret = (spec: string): string =>
  object(
    'external-secrets.io/v1',
    'ExternalSecret',
    `spec:\n  secretStoreRef: {kind: ClusterSecretStore, name: vault}\n${spec}`,
  );
/** A Kustomization of Flux. */
export const flux = (spec: string): string =>
  object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', `spec:\n${spec}`, 'name: it, namespace: shop');

/** A manifest, or several by their path, and the rules that find something in it. */
export type KindCase = readonly [title: string, files: string | Readonly<Record<string, string>>, ...rules: string[]];

/** Checks each case beside the store and its Secret. */
export const itIsJudged = (cases: readonly KindCase[]): void =>
  it.each(cases)('%s', (_, files, ...rules) => {
    const all = typeof files === 'string' ? { 'shop/it.yaml': files } : files;
    expect(checkFiles({ 'shop/base.yaml': shop, ...all }).map(({ rule }) => rule)).toEqual(rules);
  });
