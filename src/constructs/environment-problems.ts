import type { Diagnostic } from '../model/diagnostic.ts';
import { groupBy } from '../model/group-by.ts';
import { isSubdomain } from '../model/kubernetes-names.ts';
import { recipesOfOrigin } from '../model/origin.ts';
import { type ProblemCode, problem } from '../model/problems.ts';
import { RecipeOverride } from '../model/recipe-override.ts';
import { SecretTemplate } from '../model/template.ts';
import { minimumGeneratedLength } from '../model/vault-factory.ts';
import { keysOfPart, type VaultKey } from '../model/vault-key.ts';
import { vaultPathDefect } from '../model/vault-path.ts';
import { namespacesThatRead } from './collect-environment.ts';
import type { Found } from './contribution.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { phaseProblems } from './phase-problems.ts';
import { templateText } from './template-text.ts';
import { type VaultKeyUse, vaultKeyUses } from './vault-key-uses.ts';

/** Finds everything that is wrong with the declarations of one environment, beyond what factories and constructs already reported. */
export function environmentProblems(app: EnvironmentApp): Diagnostic[] {
  const collected = app.collect();
  const uses = vaultKeyUses(app, collected);
  return [
    ...nameProblems(app),
    ...templateProblems(app),
    ...writerProblems(app, uses),
    ...uses.flatMap((use) => keyProblems(app, use)),
    ...duplicatePaths(app, uses),
    ...mirrorProblems(app, uses),
    ...ownershipProblems(app),
    ...readProblems(app),
    ...storeProblems(app),
    ...overrideProblems(app, uses),
    ...cycles(app, uses),
    ...phaseProblems(app, uses),
  ];
}

/** Makes a diagnostic at the place of a construct. */
export const problemAt = (
  app: EnvironmentApp,
  code: ProblemCode,
  what: string,
  found?: Partial<Found>,
  vaultPath?: string,
): Diagnostic =>
  problem(code, what, {
    environment: app.environment.name,
    ...(found?.constructPath !== undefined && { constructPath: found.constructPath }),
    ...(found?.declaredAt && { position: found.declaredAt }),
    ...(vaultPath !== undefined && { vaultPath }),
  });

/** Makes a diagnostic at the declaration of a Vault key, with the construct that reads it first. */
const problemOfKey = (
  app: EnvironmentApp,
  code: ProblemCode,
  what: string,
  { key, path, readers }: VaultKeyUse,
): Diagnostic =>
  problemAt(app, code, what, { ...readers[0], ...(key.declaredAt && { declaredAt: key.declaredAt }) }, path);

function nameProblems(app: EnvironmentApp): Diagnostic[] {
  const { placements, clusterPlacements, deliveries } = app.collect();
  const named = [
    ...[...placements, ...clusterPlacements].flatMap(({ externalSecret, ...placement }) => [
      { name: externalSecret, kind: 'ExternalSecret', ...placement },
      { name: placement.contract.nameIn(app.environment), kind: 'Secret', ...placement },
    ]),
    ...deliveries.map((delivery) => ({ name: delivery.contract.nameIn(app.environment), kind: 'Secret', ...delivery })),
  ];
  return named.flatMap(({ name, kind, ...found }) =>
    isSubdomain(name) ? [] : [problemAt(app, 'VW1004', `"${name}" is not a valid name for a ${kind}`, found)],
  );
}

/** Templates whose text depends on the environment, and is empty in this one. */
function templateProblems(app: EnvironmentApp): Diagnostic[] {
  const { placements, clusterPlacements } = app.collect();
  return [...placements, ...clusterPlacements].flatMap(({ contract, constructPath }) =>
    contract.bindingsIn(app.environment).flatMap(([dataKey, source]) => {
      if (!SecretTemplate.is(source) || source.parts.length === 0) return [];
      if (templateText(source, app.environment, () => dataKey) !== '') return [];
      const found = { constructPath, declaredAt: source.declaredAt };
      return [
        problemAt(app, 'VW1012', `The template of data key "${dataKey}" is empty in "${app.environment.name}"`, found),
      ];
    }),
  );
}

function keyProblems(app: EnvironmentApp, use: VaultKeyUse): Diagnostic[] {
  const { key, path, readers, composedInto, reason } = use;
  const { writers, fixtures } = app.collect();
  const found: Diagnostic[] = [];
  const report = (code: ProblemCode, what: string) => found.push(problemOfKey(app, code, what, use));
  const defect = vaultPathDefect(path);
  if (defect) report('VW1001', `A Vault path ${defect}`);
  if (!key.belongsTo(app.platform)) report('VW1014', `Vault key "${path}" belongs to another platform`);
  if (readers.length === 0 && composedInto.length === 0 && !reason?.trim())
    report('VW1102', `Vault key "${path}" is written but read by nothing in environment "${app.environment.name}"`);
  const { producer } = key;
  const isWritten =
    key.isMirror || (producer ? writers.some((writer) => writer.producer === producer) : fixtures.length > 0);
  if (!isWritten) {
    const writer = producer
      ? `its producer "${producer.name}" runs in no component`
      : 'no component renders a VaultFixture';
    report('VW1101', `Vault key "${path}" has no writer in environment "${app.environment.name}": ${writer}`);
  }
  return found;
}

/** A producer none of whose keys is read: it would publish credentials that nobody asked for. */
function writerProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const produced = new Set(uses.map(({ key }) => key.producer));
  return app
    .collect()
    .writers.filter(({ producer }) => !produced.has(producer))
    .map(({ producer, ...found }) =>
      problemAt(
        app,
        'VW1102',
        `Producer "${producer.name}" writes keys that nothing reads in environment "${app.environment.name}"`,
        found,
      ),
    );
}

function duplicatePaths(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const byPath = groupBy(uses, ({ path }) => path);
  return [...byPath].flatMap(([path, declared]) =>
    declared.length > 1
      ? declared.map((use) =>
          problemOfKey(app, 'VW1002', `Vault path "${path}" is declared ${declared.length} times`, use),
        )
      : [],
  );
}

function mirrorProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const mirrored = new Set(uses.filter(({ key }) => key.isMirror).map(({ path }) => path));
  return uses.flatMap((use) =>
    mirrored.has(use.path) && use.readers.length > 0
      ? [
          problemOfKey(
            app,
            'VW1106',
            `Vault key "${use.path}" is mirrored, and read by ${use.readers.length} ExternalSecret(s)`,
            use,
          ),
        ]
      : [],
  );
}

function ownershipProblems(app: EnvironmentApp): Diagnostic[] {
  const { environment } = app;
  const { placements, deliveries } = app.collect();
  const owned = [
    ...placements.map((placement) => ({ ...placement, merges: placement.contract.creationPolicy === 'Merge' })),
    ...deliveries.map((delivery) => ({ ...delivery, merges: false })),
  ];
  const owners = new Map<string, string>();
  return owned.flatMap(({ contract, namespace, component, merges, ...found }) => {
    if (merges) return [];
    const secret = `${namespace}/${contract.nameIn(environment)}`;
    const first = owners.get(secret);
    owners.set(secret, first ?? component.name);
    return first === undefined
      ? []
      : [problemAt(app, 'VW1103', `Secret "${secret}" is owned by "${first}" and by "${component.name}"`, found)];
  });
}

function readProblems(app: EnvironmentApp): Diagnostic[] {
  const { environment } = app;
  const { components, placements, deliveries } = app.collect();
  const placed = new Set(
    [...placements, ...deliveries].map(({ contract, namespace }) => `${namespace}/${contract.nameIn(environment)}`),
  );
  return components.flatMap((component) => {
    const found = { constructPath: component.node.path, declaredAt: component.declaredAt };
    const absent = component.reads.flatMap(({ contract, key }) =>
      key === undefined || contract.keysIn(environment).includes(key) ? [] : [`${contract.nameIn(environment)}.${key}`],
    );
    const missing = component.reads
      .filter(({ contract }) => !placed.has(`${component.componentNamespace}/${contract.nameIn(environment)}`))
      .map(({ contract }) => contract.nameIn(environment));
    return [
      ...[...new Set(missing)].map((secret) =>
        problemAt(
          app,
          'VW1108',
          `Component "${component.name}" reads Secret "${component.componentNamespace}/${secret}", which nothing places`,
          found,
        ),
      ),
      ...[...new Set(absent)].map((key) =>
        problemAt(
          app,
          'VW1113',
          `Component "${component.name}" reads data key "${key}", which does not exist here`,
          found,
        ),
      ),
    ];
  });
}

function storeProblems(app: EnvironmentApp): Diagnostic[] {
  const collected = app.collect();
  const reading = collected.stores.filter(({ use }) => use === 'read');
  const isServed = (namespace: string): boolean =>
    reading.some(
      ({ serves }) => serves.kind === 'where-read' || (serves.kind === 'namespace' && serves.namespace === namespace),
    );
  const unserved = namespacesThatRead(collected).filter((namespace) => !isServed(namespace));
  return unserved.map((namespace) => {
    const first = collected.placements.find((placement) => placement.namespace === namespace);
    return problemAt(app, 'VW1114', `No store serves the ExternalSecrets of namespace "${namespace}"`, first);
  });
}

function overrideProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const used = new Set<VaultKey>(uses.map(({ key }) => key));
  return app.recipeOverrides.flatMap((override) => {
    if (!RecipeOverride.is(override)) return [problemAt(app, 'VW1007', 'An override was not made by overrideRecipe')];
    const { key, recipe, declaredAt } = override;
    const path = key.pathIn(app.environment);
    const at = (code: ProblemCode, what: string) => [problemAt(app, code, what, { declaredAt }, path)];
    if (!used.has(key))
      return at(
        'VW1008',
        `The override of "${path}" applies to a key that environment "${app.environment.name}" does not have`,
      );
    if (!recipesOfOrigin[key.origin].includes(recipe.type))
      return at('VW1007', `The override gives "${path}", of origin ${key.origin}, the recipe ${recipe.type}`);
    if (recipe.type === 'generate' && !(recipe.length >= minimumGeneratedLength))
      return at('VW1016', `The override of "${path}" asks for a length below ${minimumGeneratedLength}`);
    if (recipe.type !== 'compose') return [];
    const inserted = recipe.parts.flatMap(keysOfPart);
    return inserted.some(({ origin }) => !recipesOfOrigin[origin].includes('compose'))
      ? at('VW1015', `The override of "${path}" composes it from a key that bootstrap does not write`)
      : [];
  });
}

function cycles(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const byKey = new Map(uses.map((use) => [use.key, use]));
  const done = new Set<VaultKey>();
  const found: Diagnostic[] = [];
  const visit = (key: VaultKey, trail: readonly VaultKey[]): void => {
    if (done.has(key)) return;
    const use = byKey.get(key);
    if (!use) return;
    if (trail.includes(key)) {
      const paths = [...trail.slice(trail.indexOf(key)), key].map((step) => `"${step.pathIn(app.environment)}"`);
      found.push(problemOfKey(app, 'VW1006', `Vault keys are composed in a cycle: ${paths.join(' → ')}`, use));
      return;
    }
    const recipe = app.recipeOf(key);
    if (recipe.type === 'compose') for (const part of recipe.parts.flatMap(keysOfPart)) visit(part, [...trail, key]);
    done.add(key);
  };
  // By path, so that the cycle is told the same way whatever the order of the declarations.
  for (const { key } of [...uses].sort((a, b) => (a.path < b.path ? -1 : 1))) visit(key, []);
  return found;
}
