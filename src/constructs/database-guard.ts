import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { Container } from '../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { type SecretContract, type SecretKeyHandle, VaultSecret } from '../model/declarations/secret-contract.ts';
import type { VaultKey } from '../model/declarations/vault-key.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { type DatabaseGuardPlan, guardPlanVariable } from '../model/documents/database-guard-plan.ts';
import { placeholderDigests } from '../model/documents/placeholder-digest.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { problemAt } from './checks/problem-at.ts';
import type { Component } from './component.ts';
import type { HelmValue, HelmValues } from './derive/helm-values.ts';
import { keyFacts } from './derive/key-facts.ts';
import { writersOfVault } from './derive/writers-of-vault.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { isPinned, type PinnedImage } from './objects/program-pod.ts';

/** The data keys of one database, which must agree. */
export interface GuardedDatabaseKeys {
  readonly url: SecretKeyHandle;
  readonly user: SecretKeyHandle;
  readonly password: SecretKeyHandle;
  /** Schemes that the URL may have, the usual one first. @default 'postgresql' and 'postgres' */
  readonly schemes?: readonly [string, ...string[]];
}

/** Returns the handles of `<PREFIX>_DATABASE_URL`, `_USER` and `_PASSWORD`, which the Secret must have. */
export function databaseKeys<P extends string>(
  prefix: P,
  secret: SecretContract<`${P}_DATABASE_URL` | `${P}_DATABASE_USER` | `${P}_DATABASE_PASSWORD`>,
): GuardedDatabaseKeys {
  return {
    url: secret.key(`${prefix}_DATABASE_URL`),
    user: secret.key(`${prefix}_DATABASE_USER`),
    password: secret.key(`${prefix}_DATABASE_PASSWORD`),
  };
}

export interface DatabaseGuardProps<S extends EnvironmentApp = EnvironmentApp> {
  /** A public image with Node.js 24 for every architecture of the cluster, with tag and digest. */
  readonly image: PinnedImage;
  /** Databases that must be there before the Pod starts. */
  readonly databases: readonly [GuardedDatabaseKeys, ...GuardedDatabaseKeys[]];
  /**
   * Names where the chart takes init containers: `(guard) => ({ job: { extraInitContainers: [guard] } })`.
   * @default none: a Pod that is rendered here takes {@link DatabaseGuard.initContainer}
   */
  readonly values?: (initContainer: HelmValue<S['environment']>) => HelmValues<S['environment']>;
}

/** A user that no image has: the program needs no home, no shell and no file of its own. */
const user = 65532;

/** Every option, as the type has them. */
const options: KnownOptions<DatabaseGuardProps> = { image: true, databases: true, values: true };

/**
 * A guard of databases: an init container that lets a Pod start only where URL, user and password of each
 * database are there and agree. It names every gap at once, with Secret, data key, Vault key and remedy.
 *
 * It renders no object: program and plan stand in the container itself, so that it needs no volume, no rights
 * and no order, and fits into the Helm value of any chart that takes init containers.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export class DatabaseGuard<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  /**
   * The container, for `initContainers` of a Pod that is rendered here; it is known when that is rendered.
   */
  readonly initContainer: Container;
  readonly declaredAt: Position | undefined;

  constructor(component: Component<S>, props: DatabaseGuardProps<S>) {
    super(component, 'database-guard');
    reportUnknownOptions(component.app, this, DatabaseGuard, props, options);
    const { image, databases, values } = props;
    this.declaredAt = declarationPosition(DatabaseGuard);
    const { app } = component;
    if (!isPinned(image)) {
      const found = { constructPath: this.node.path, declaredAt: this.declaredAt };
      app.problems.push(problemAt(app, 'VW1124', 'The image of a guard has no tag, or no whole digest', found));
    }
    for (const { contract, name } of databases.flatMap(handlesOf)) component.recordRead({ contract, key: name });
    const container = (): Container => containerOf(component, image, databases);
    // cdk8s types a lazy value as any; it is a container when the chart renders.
    this.initContainer = Lazy.any({ produce: container }) as unknown as Container;
    // Who writes Vault is known only then.
    if (values && component.isRendered)
      app.whenComplete(() => component.values(values(container() as HelmValue<S['environment']>)));
  }
}

const handlesOf = ({ url, user: name, password }: GuardedDatabaseKeys): SecretKeyHandle[] => [url, name, password];

function containerOf(
  { app, componentNamespace: namespace }: Component,
  image: PinnedImage,
  databases: readonly GuardedDatabaseKeys[],
): Container {
  const plan = planOf(app, namespace, databases);
  const variables = plan.databases.flatMap(({ url, user: name, password }) => [url, name, password]);
  return {
    name: 'database-guard',
    image,
    command: ['node', '--input-type=module', '--eval', literal(app.programs['database-guard']())],
    env: [
      { name: guardPlanVariable, value: literal(JSON.stringify(plan)) },
      ...variables.map(({ variable, secret, key }) => ({
        name: variable,
        // What is missing is the guard's to say: without this the container would not even start.
        valueFrom: { secretKeyRef: { name: secret, key, optional: true } },
      })),
    ],
    // The program writes its own message; the end of its log would say less.
    terminationMessagePolicy: 'File',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  };
}

/** Kubernetes expands `$(NAME)` in arguments and variables, and takes `$$` for `$`. */
const literal = (text: string): string => text.replaceAll('$', '$$$$');

function planOf(app: EnvironmentApp, namespace: string, databases: readonly GuardedDatabaseKeys[]): DatabaseGuardPlan {
  const { environment, platform } = app;
  const { settings } = platform;
  const read = new Set<VaultKey>();
  let count = 0;
  const guarded = ({ contract, name: key }: SecretKeyHandle) => {
    const sources = VaultSecret.isVaultSecret(contract) ? (contract.sourcesIn(environment).get(key) ?? []) : [];
    for (const source of sources) read.add(source);
    const from = sources.map((source) => source.idIn(environment)).sort();
    // Data keys of two Secrets may have one name.
    return { variable: `GUARDED_${++count}`, secret: contract.nameIn(environment), key, from };
  };
  return {
    kind: 'DatabaseGuardPlan',
    version: 1,
    environment: environment.name,
    namespace,
    placeholders: placeholderDigests(
      [settings.placeholder, ...settings.knownPlaceholders.exact],
      settings.knownPlaceholders.prefixes,
    ),
    ...writersOfVault(app.collect()),
    databases: databases.map(({ url, user: name, password, schemes = ['postgresql', 'postgres'] }) => ({
      schemes: [...schemes],
      url: guarded(url),
      user: guarded(name),
      password: guarded(password),
    })),
    keys: keyFacts(app, read),
  };
}
