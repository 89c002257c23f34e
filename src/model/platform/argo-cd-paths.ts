import { z } from 'zod';

const variable = /\{([^{}]*)\}/g;
const variablesOf = (template: string): string[] => [...template.matchAll(variable)].map(([, name = '']) => name);

/** A path in the GitOps repository, in which `{…}` stands for what differs between files. */
const template = (needed: readonly string[], allowed: readonly string[]) =>
  z
    .string()
    .regex(/^[^/\\\s][^\\\s]*[^/\\\s]$/, 'must be relative, without spaces and backslashes')
    .refine(
      (path) => path.split('/').every((step) => step !== '' && step !== '.' && step !== '..'),
      'must not hold empty steps, "." or ".."',
    )
    .superRefine((path, context) => {
      const used = variablesOf(path);
      const unknown = used.filter((name) => ![...needed, ...allowed].includes(name));
      const missing = needed.filter((name) => !used.includes(name));
      const say = (message: string): void => context.addIssue({ code: 'custom', message });
      if (unknown.length > 0) say(`{${unknown[0]}} stands for nothing here`);
      if (missing.length > 0) say(`must hold {${missing.join('} and {')}}, or files would overwrite each other`);
      if (/[{}]/.test(path.replaceAll(variable, ''))) say('holds a single brace');
    });

const ofComponent = ['domain'];

/**
 * Where each rendered file stands in the GitOps repository. `{environment}`, `{cluster}`, `{name}` (of the
 * Application), `{domain}` and `{folder}` (of the component) are filled in.
 */
export const argoCdPathsSchema = z.strictObject({
  /** Folder of the manifests of a component. */
  manifests: template(['environment', 'folder'], []).default('{environment}/{folder}'),
  /** The file from which an Application of an environment is generated. */
  component: template(['environment', 'name'], ofComponent).default(
    '{environment}/argo-cd/components/{name}/component.yaml',
  ),
  /** The file from which an Application of a cluster is generated. */
  clusterComponent: template(['cluster', 'name'], ofComponent).default(
    '_clusters/{cluster}/argo-cd/components/{name}/component.yaml',
  ),
  /** Helm values that are equal in all environments. */
  sharedValues: template(['name'], ofComponent).default('_shared/argo-cd/values/{name}.yaml'),
  /** Helm values of one environment, over the shared ones. */
  values: template(['environment', 'name'], ofComponent).default('{environment}/argo-cd/values/{name}.yaml'),
  applicationSet: template(['environment'], []).default('{environment}/argo-cd/application-set.yaml'),
  clusterApplicationSet: template(['cluster'], []).default('_clusters/{cluster}/argo-cd/application-set.yaml'),
  /** Helm values of Argo CD itself with the checks of health that all environments share. */
  health: template([], []).default('_shared/argo-cd/health.yaml'),
  /** The document of an environment, which `vaultwright diff` and others read. */
  document: template(['environment'], []).default('{environment}/environment.json'),
});

/** What `{…}` may stand for in a path. */
export interface PathVariables {
  readonly environment?: string;
  readonly cluster?: string;
  readonly name?: string;
  readonly domain?: string;
  readonly folder?: string;
}

/** Fills in a path; what is not given matches one step of any name, as the Git generator reads `*`. */
export const fillPath = (path: string, variables: PathVariables): string =>
  path.replaceAll(variable, (_, name: keyof PathVariables) => variables[name] ?? '*');
