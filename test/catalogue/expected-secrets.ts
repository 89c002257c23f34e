import { type CatalogueComponent, type CatalogueDataKey, type CatalogueSecret, catalogue } from './catalogue.ts';
import { onceACluster, type Standing, standings } from './deviations.ts';

/** An environment as the documents describe it; deliberately not taken from `src/platform/definition.ts`. */
export interface ExpectedEnvironment {
  readonly name: 'local' | 'dev' | 'staging' | 'production';
  readonly suffix: string;
  readonly domain: string;
  readonly isRegulated: boolean;
  /**
   * Whether it renders what its cluster has once: `local` has a cluster of its own, `production` leads the
   * other.
   */
  readonly leadsCluster: boolean;
}

export const expectedEnvironments: readonly ExpectedEnvironment[] = [
  { name: 'local', suffix: 'local', domain: 'local.ameide.io', isRegulated: false, leadsCluster: true },
  { name: 'dev', suffix: 'dev', domain: 'dev.ameide.io', isRegulated: false, leadsCluster: false },
  { name: 'staging', suffix: 'staging', domain: 'staging.ameide.io', isRegulated: true, leadsCluster: false },
  { name: 'production', suffix: 'prod', domain: 'ameide.io', isRegulated: true, leadsCluster: true },
];

export interface ExpectedKey {
  readonly vaultKeys: readonly string[];
  readonly decoding: string;
  /** Text of a data key that is no secret. */
  readonly literal?: string;
  readonly column: CatalogueDataKey;
}

/** One Secret in one namespace of one environment. */
export interface ExpectedSecret {
  readonly environment: string;
  readonly namespace: string;
  readonly name: string;
  readonly component: string;
  /** `undefined` where something else than the operator writes the Secret. */
  readonly externalSecret: string | undefined;
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly refreshInterval: string;
  readonly keys: ReadonlyMap<string, ExpectedKey>;
  readonly requiredVaultKeys: readonly string[];
}

/**
 * Previews come and go with pull requests: a command renders them, not `dist/`;
 * test/platform/previews.test.ts compares what it prints.
 */
const isPreview = (namespace: string): boolean => namespace.startsWith('pr-');

/** How a catalogue Secret or component stands: rendered, declared and off, or not declared. */
export function standing(component: CatalogueComponent, secret?: CatalogueSecret): Standing['standing'] {
  if (secret !== undefined && namespacesOf(component, secret).every(isPreview)) return 'not declared';
  const ofBoth = [component.status, secret?.status].map((status) => {
    if (status === undefined || status.startsWith('disabled-')) return 'on';
    const known = standings[status];
    if (known === undefined) throw new Error(`${component.component}: "${status}" is no known status`);
    return known.standing;
  });
  return ofBoth.find((one) => one === 'not declared') ?? ofBoth.find((one) => one === 'off') ?? 'on';
}

/** Whether a component is on in an environment. */
export const isOn = (component: CatalogueComponent, environment: ExpectedEnvironment): boolean =>
  standing(component) === 'on' &&
  (component.environments ?? [environment.name]).includes(environment.name) &&
  component.status !== `disabled-${environment.name}`;

const namespacesOf = (component: CatalogueComponent, secret: CatalogueSecret): readonly string[] =>
  secret.namespaces ?? [secret.namespace ?? component.namespace];

/** Puts the names of an environment, a slot and a consumer where the catalogue has variables. */
export function substitute(text: string, environment: ExpectedEnvironment, slot = '', service = ''): string {
  const variables: Readonly<Record<string, string>> = {
    env: environment.name,
    envSuffix: environment.suffix,
    envNamespace: `ameide-${environment.suffix}`,
    consumerNamespace: `ameide-${environment.suffix}`,
    domain: environment.domain,
    slot,
    service,
  };
  return text.replace(/\{(\w+)\}/g, (variable, name: string) => variables[name] ?? variable);
}

/** Every Secret that the catalogue wants in an environment. */
export const expectedSecrets = (environment: ExpectedEnvironment): ExpectedSecret[] =>
  wantedSecrets(environment).filter((secret) => !isLeftToAnother(environment, secret));

/** Counts the Secrets of namespaces that another environment of the cluster renders. */
export const secretsLeftToAnother = (environment: ExpectedEnvironment): number =>
  wantedSecrets(environment).filter((secret) => isLeftToAnother(environment, secret)).length;

const isLeftToAnother = ({ leadsCluster }: ExpectedEnvironment, { namespace }: ExpectedSecret): boolean =>
  !leadsCluster && onceACluster.namespaces.includes(namespace);

function wantedSecrets(environment: ExpectedEnvironment): ExpectedSecret[] {
  return catalogue.components.flatMap((component) =>
    component.owns.flatMap((secret) => {
      const isHere =
        isOn(component, environment) &&
        standing(component, secret) === 'on' &&
        (secret.environments ?? [environment.name]).includes(environment.name);
      if (!isHere) return [];
      const slots = secret.secret.includes('{slot}') ? component.slots.map(String) : [''];
      const namespaces = namespacesOf(component, secret).filter((namespace) => !isPreview(namespace));
      return slots.flatMap((slot) =>
        namespaces.map((namespace) => expectedSecret(component, secret, environment, namespace, slot)),
      );
    }),
  );
}

function expectedSecret(
  { component }: CatalogueComponent,
  secret: CatalogueSecret,
  environment: ExpectedEnvironment,
  namespace: string,
  slot: string,
): ExpectedSecret {
  // One token for each consumer; the catalogue has one.
  const service = secret.externalSecret?.includes('{service}') ? secret.consumers[0] : '';
  const named = (text: string): string => substitute(text, environment, slot, service);
  const columns = secret.keys.filter((key) => (key.environments ?? [environment.name]).includes(environment.name));
  const keys = new Map(
    columns.map((column) => [
      column.key,
      {
        vaultKeys: [column.vaultKey ?? [], column.alsoReads].flat().map(named).sort(),
        decoding: column.decodingStrategy,
        ...(column.vaultKey === null && column.literal !== undefined && { literal: named(column.literal) }),
        column,
      },
    ]),
  );
  const isServiceGenerated = columns.some(
    ({ origin, vaultKey }) => origin === 'service-generated' && vaultKey !== null,
  );
  return {
    environment: environment.name,
    namespace: named(namespace),
    name: named(secret.secret),
    component,
    externalSecret: secret.externalSecret === null ? undefined : named(secret.externalSecret),
    type: secret.type,
    labels: secret.labels,
    refreshInterval: isServiceGenerated ? '1m0s' : '1h0m0s',
    keys,
    requiredVaultKeys: isRequired(secret, environment, slot) ? [...keys.values()].flatMap((key) => key.vaultKeys) : [],
  };
}

/** The column says yes, no, or e.g. `dev (slots 0 and 1)`. */
function isRequired({ requiredUpstream }: CatalogueSecret, { name }: ExpectedEnvironment, slot: string): boolean {
  if (typeof requiredUpstream === 'boolean') return requiredUpstream;
  const [, environment, slots] = /^(\w+) \(slots ([\d and]+)\)$/.exec(requiredUpstream) ?? [];
  if (environment === undefined || slots === undefined) throw new Error(`cannot read "${requiredUpstream}"`);
  return environment === name && slots.split(' and ').includes(slot);
}
