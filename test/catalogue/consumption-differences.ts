import { type Consumption, catalogue } from './catalogue.ts';
import type { Difference } from './difference.ts';
import { type ExpectedEnvironment, isOn, substitute } from './expected-secrets.ts';
import type { RenderedOutput } from './rendered-output.ts';

/** A text of the Helm values: its path, list indices as `[]`, and the map in which it stands. */
interface Leaf {
  readonly path: string;
  readonly text: string;
  readonly owners: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Looks up every `consumes` of the catalogue in the Helm values of the consumer, and the Secret where that
 * runs.
 */
export function consumptionDifferences(environment: ExpectedEnvironment, rendered: RenderedOutput): Difference[] {
  const namespace = substitute('{envNamespace}', environment);
  const present = new Set([
    ...rendered.delivered.map((secret) => `${secret.namespace}/${secret.name}`),
    ...rendered.externalSecrets.map((one) => `${one.namespace}/${one.spec.target.name}`),
  ]);
  return catalogue.components.flatMap((component) => {
    const leaves = leavesOf(rendered.valuesOf(component.component));
    return component.consumes
      .filter(({ environments }) => (environments ?? [environment.name]).includes(environment.name))
      .flatMap((consumption) => {
        if (!isOn(component, environment)) return [];
        const note = (what: string): Difference[] => [
          { environment: environment.name, subject: component.component, what: `${what} ${consumption.secret}` },
        ];
        if (!present.has(`${namespace}/${consumption.secret}`)) return note('has nobody to bring');
        return isRead(consumption, leaves) ? [] : note('does not read');
      });
  });
}

/** `via` is a path itself, a form in which charts take Secrets, or prose. */
const viaPatterns: Readonly<Record<string, RegExp>> = {
  imagePullSecrets: /^imagePullSecrets\[\]\.name$/,
  envFrom: /(?:^|\.)envFrom\[\]\.secretRef\.name$/,
};

function isRead({ secret, via, valuesPath, key, env }: Consumption, leaves: readonly Leaf[]): boolean {
  const named = leaves.filter(({ text }) => text === secret);
  const paths = valuesPath?.split(/ and |; /) ?? (/^\w+(\.\w+)+$/.test(via) ? [via] : []);
  if (paths.length > 0)
    return paths.every((path) => named.some((leaf) => leaf.path === path || leaf.path === `${path}.name`));
  const pattern = viaPatterns[via];
  return named.some(
    ({ path, owners }) =>
      (pattern?.test(path) ?? true) &&
      (key === undefined || owners.some((owner) => owner.key === key)) &&
      (env ?? []).every((name) => owners.some((owner) => owner.name === name)),
  );
}

function leavesOf(value: unknown, path = '', owners: Leaf['owners'] = []): Leaf[] {
  if (typeof value === 'string') return [{ path, text: value, owners }];
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, `${path}[]`, owners));
  if (typeof value !== 'object' || value === null) return [];
  const map = value as Readonly<Record<string, unknown>>;
  return Object.entries(map).flatMap(([key, child]) =>
    leavesOf(child, path === '' ? key : `${path}.${key}`, [...owners, map]),
  );
}
