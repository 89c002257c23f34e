import { maximumGeneratedLength, minimumGeneratedLength } from '../../model/declarations/key-maker.ts';
import { recipesOfOrigin } from '../../model/declarations/origin.ts';
import { textFor } from '../../model/declarations/per-environment.ts';
import { RecipeOverride } from '../../model/declarations/recipe-override.ts';
import { keysOfPart, type VaultKey } from '../../model/declarations/vault-key.ts';
import { vaultPathDefect } from '../../model/declarations/vault-path.ts';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { ProblemCode } from '../../model/diagnostics/problems.ts';
import { groupBy } from '../../model/group-by.ts';
import { vaultReach } from '../derive/vault-reach.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { Provenance, Store } from '../tree/contribution.ts';
import { type VaultKeyUse, vaultKeyUses } from '../tree/vault-key-uses.ts';
import { entryProblems } from './entry-problems.ts';
import { previewProblems } from './preview-problems.ts';
import { problemAt } from './problem-at.ts';
import { secretProblems } from './secret-problems.ts';
import { smokeProblems } from './smoke-problems.ts';
import { textProblems } from './text-problems.ts';

/**
 * Finds everything that is wrong with the declarations of one environment, beyond what factories and
 * constructs already reported; its order is judged by the document that follows from them.
 */
export function environmentProblems(app: EnvironmentApp): Diagnostic[] {
  const collected = app.collect();
  const uses = vaultKeyUses(app, collected);
  return [
    ...secretProblems(app),
    ...textProblems(app, uses),
    ...identityProblems(app),
    ...writerProblems(app, uses),
    ...uses.flatMap((use) => keyProblems(app, use)),
    ...duplicatePaths(app, uses),
    ...mirrorProblems(app, uses),
    ...overrideProblems(app, uses),
    ...cycles(app, uses),
    ...entryProblems(app, uses),
    ...previewProblems(app),
    ...smokeProblems(app),
  ];
}

/** Makes a diagnostic at the declaration of a Vault key, with the construct that reads it first. */
const problemOfKey = (
  app: EnvironmentApp,
  code: ProblemCode,
  what: string,
  { key, id, readers }: VaultKeyUse,
): Diagnostic =>
  problemAt(app, code, what, { ...readers[0], ...(key.declaredAt && { declaredAt: key.declaredAt }) }, id);

function keyProblems(app: EnvironmentApp, use: VaultKeyUse): Diagnostic[] {
  const { key, id: path, readers, composedInto, reason } = use;
  const { writers, fixtures } = app.collect();
  const reach = vaultReach(app);
  const found: Diagnostic[] = [];
  const report = (code: ProblemCode, what: string) => found.push(problemOfKey(app, code, what, use));
  const isForeign = key.store !== undefined && reach.foreign.includes(key.store);
  const defect = isForeign ? undefined : vaultPathDefect(key.pathIn(app.environment));
  if (defect) report('VW1001', `A Vault path ${defect}`);
  if (!key.belongsTo(app.platform)) report('VW1014', `Vault key "${path}" belongs to another platform`);
  if (readers.length === 0 && composedInto.length === 0 && !reason?.trim())
    report('VW1102', `Vault key "${path}" is written but read by nothing in environment "${app.environment.name}"`);
  if (app.originOf(key) === 'external' && app.environment.upstream === undefined)
    report(
      'VW1027',
      `Vault key "${path}" is external, and environment "${app.environment.name}" has no upstream store`,
    );
  const upstreamName = azureName(app, key);
  if (upstreamName !== undefined && !/^[A-Za-z0-9-]{1,127}$/.test(upstreamName))
    report('VW1020', `Azure Key Vault refuses the name "${upstreamName}", from which "${path}" is copied`);
  const { producer } = key;
  const isWritten =
    key.isMirror ||
    key.origin === 'existing' ||
    (producer ? writers.some((writer) => writer.producer === producer) : fixtures.length > 0);
  if (!isWritten) {
    const writer = producer
      ? `its producer "${producer.name}" runs in no component`
      : 'no component renders a VaultFixture';
    report('VW1101', `Vault key "${path}" has no writer in environment "${app.environment.name}": ${writer}`);
  }
  return found;
}

/** Name under which an external key is looked up in Azure Key Vault, where that is its upstream. */
function azureName(app: EnvironmentApp, key: VaultKey): string | undefined {
  const { upstream } = app.environment;
  const recipe = app.recipeOf(key);
  if (upstream?.type !== 'azure-key-vault' || recipe.type !== 'upstream') return undefined;
  const name = textFor(recipe.name, app.environment as never);
  // Without a name it has a problem of its own.
  return name === '' ? undefined : `${upstream.secretPrefix}${name}`;
}

/** A store that logs in to the environment's own Vault. */
const withRole = ({ role, ...store }: Store): ({ readonly role: string } & Provenance)[] =>
  role === undefined ? [] : [{ ...store, role }];

/** Producers that the fixture map could not tell apart, and roles that Vault would take for one. */
function identityProblems(app: EnvironmentApp): Diagnostic[] {
  const { writers, stores, configurators } = app.collect();
  const sameName = [...groupBy(writers, ({ producer }) => producer.name)].flatMap(([name, found]) =>
    new Set(found.map(({ producer }) => producer)).size < 2
      ? []
      : found.map((one) => problemAt(app, 'VW1115', `${found.length} producers have the name "${name}"`, one)),
  );
  const sameRole = [
    ...groupBy<{ role: string } & Provenance, string>(
      [...stores.flatMap(withRole), ...writers, ...configurators.map((one) => ({ ...one, role: one.name }))],
      ({ role }) => role,
    ),
  ].flatMap(([role, found]) =>
    found.length < 2
      ? []
      : found.map((one) => problemAt(app, 'VW1115', `${found.length} programs log in under role "${role}"`, one)),
  );
  return [...sameName, ...sameRole];
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
  const byPath = groupBy(uses, ({ id }) => id);
  return [...byPath].flatMap(([path, declared]) =>
    declared.length > 1
      ? declared.map((use) =>
          problemOfKey(app, 'VW1002', `Vault path "${path}" is declared ${declared.length} times`, use),
        )
      : [],
  );
}

function mirrorProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const mirrored = new Set(uses.filter(({ key }) => key.isMirror).map(({ id }) => id));
  return uses.flatMap((use) =>
    mirrored.has(use.id) && use.readers.length > 0
      ? [
          problemOfKey(
            app,
            'VW1106',
            `Vault key "${use.id}" is mirrored, and read by ${use.readers.length} ExternalSecret(s)`,
            use,
          ),
        ]
      : [],
  );
}

function overrideProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const used = new Set<VaultKey>(uses.map(({ key }) => key));
  return app.recipeOverrides.flatMap((override) => {
    if (!RecipeOverride.is(override)) return [problemAt(app, 'VW1007', 'An override was not made by overrideRecipe')];
    const { key, recipe, declaredAt } = override;
    const path = key.idIn(app.environment);
    const at = (code: ProblemCode, what: string) => [problemAt(app, code, what, { declaredAt }, path)];
    if (!used.has(key))
      return at(
        'VW1008',
        `The override of "${path}" applies to a key that environment "${app.environment.name}" does not have`,
      );
    if (app.recipeOverrides.some((other) => other !== override && RecipeOverride.is(other) && other.key === key))
      return at('VW1021', `"${path}" is overridden more than once in environment "${app.environment.name}"`);
    if (!recipesOfOrigin[key.origin].includes(recipe.type))
      return at('VW1007', `The override gives "${path}", of origin ${key.origin}, the recipe ${recipe.type}`);
    if (recipe.type === 'upstream' && key.origin !== 'external' && recipe.requiredIn.length === 0)
      return at(
        'VW1007',
        `The override makes "${path}" an input that may be missing, and nothing else makes its value`,
      );
    if (recipe.type === 'generate' && !(recipe.length >= minimumGeneratedLength))
      return at('VW1016', `The override of "${path}" asks for a length below ${minimumGeneratedLength}`);
    if (recipe.type === 'generate' && recipe.length > maximumGeneratedLength)
      return at('VW1034', `The override of "${path}" asks for more than ${maximumGeneratedLength} characters`);
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
      const cycle = trail.slice(trail.indexOf(key));
      const paths = [...cycle, key].map((step) => `"${step.idIn(app.environment)}"`);
      // Most keys of a cycle are read by nothing but one another.
      const readers = cycle.flatMap((step) => byKey.get(step)?.readers ?? []);
      const what = `Vault keys are composed in a cycle: ${paths.join(' → ')}`;
      found.push(problemOfKey(app, 'VW1006', what, { ...use, readers }));
      return;
    }
    const recipe = app.recipeOf(key);
    if (recipe.type === 'compose') for (const part of recipe.parts.flatMap(keysOfPart)) visit(part, [...trail, key]);
    done.add(key);
  };
  // By path, so that the cycle is told the same way in any order of the declarations.
  for (const { key } of [...uses].sort((a, b) => (a.id < b.id ? -1 : 1))) visit(key, []);
  return found;
}
