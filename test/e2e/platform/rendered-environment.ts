import type { z } from 'zod';
import { accessMapSchema, fixtureMapSchema, renderPlatform } from '../../../src/index.ts';
import { environmentFile } from '../../../src/model/documents/environment-document.ts';
import { documentLabel } from '../../../src/model/documents/fixture-map.ts';
import { components } from '../../../src/platform/components.ts';
import { phaseCorrections, recipeOverrides } from '../../../src/platform/corrections.ts';
import { ameide } from '../../../src/platform/definition.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';

type EnvironmentName = 'local' | 'dev' | 'staging' | 'production';

/** What one environment renders, as `dist/` would hold it. */
export interface RenderedEnvironment {
  readonly objects: readonly KubernetesObject[];
  readonly accessMap: z.output<typeof accessMapSchema>;
  readonly fixtureMap: z.output<typeof fixtureMapSchema>;
  /** Text of the environment document. */
  readonly document: string;
  /** Address of Vault. */
  readonly vaultAddress: string;
  /** Namespaces into which anything is rendered. */
  readonly namespaces: readonly string[];
}

let rendering: ReturnType<typeof renderPlatform> | undefined;

/** Objects of operators that run on no bench but their own. */
const ofAbsentOperators = /^(?:argoproj\.io|monitoring\.coreos\.com)\//;

/** Renders the platform once for all tests of a file and picks one environment. */
export async function renderedEnvironment(name: EnvironmentName): Promise<RenderedEnvironment> {
  rendering ??= renderPlatform(ameide, { components, phaseCorrections, recipeOverrides });
  const { manifests, files } = await rendering;
  const objects = manifests
    .filter(({ role, environment, carrier }) => role === 'object' && environment === name && carrier === undefined)
    .filter(({ value }) => !ofAbsentOperators.test(String(value.apiVersion)))
    // Rendered values are plain JSON; what the API server then needs is checked by the server.
    .map(({ value }) => value as KubernetesObject & typeof value);
  const vaultAddress = ameide.environments.get(name)?.vault.address;
  if (vaultAddress === undefined) throw new TypeError(`The platform has no environment "${name}".`);
  return {
    objects,
    accessMap: accessMapSchema.parse(documentIn(objects, 'access-map')),
    fixtureMap: fixtureMapSchema.parse(documentIn(objects, 'fixture-map')),
    document: files.get(`${name}/${environmentFile}`) ?? '',
    vaultAddress,
    namespaces: [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))].sort(),
  };
}

function documentIn(objects: readonly KubernetesObject[], kind: string): unknown {
  const found = objects.find(
    (object) => object.kind === 'ConfigMap' && object.metadata.labels?.[documentLabel] === kind,
  );
  if (!found) throw new TypeError(`The environment renders no ${kind}.`);
  return JSON.parse(found.data[`${kind}.json`]);
}
