import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { type FixtureEntry, type FixtureRecipe, pathsOfPart } from '../../model/documents/fixture-map.ts';
import { type Consequence, change, type LocalChange, list, match, person, vaultWrite } from './change.ts';
import { differingPaths, isSame } from './field-paths.ts';

/** Who writes declared values into the Vault of an environment. */
const writerOf = ({ vault }: EnvironmentDocument): string | undefined =>
  ({ bootstrap: 'bootstrap', ceremony: 'configure', others: undefined })[vault.operatedBy];

/** Returns what is otherwise with the declared Vault keys. */
export function compareKeys(before: EnvironmentDocument, after: EnvironmentDocument): LocalChange[] {
  const byId = ({ keys }: EnvironmentDocument) => new Map(Object.entries(keys));
  const { added, removed, kept } = match(byId(before), byId(after));
  return [
    ...added.map(([id, entry]) =>
      change('key-added', subject(id), `${entry.origin}; ${describe(entry)}`, firstValue(id, entry, after)),
    ),
    ...removed.map(([id, entry]) => change('key-removed', subject(id), `it was ${entry.origin}`, leftover(id, entry))),
    ...kept.flatMap(({ name, before: old, after: now }) => compareEntry(name, old, now, after)),
  ];
}

const subject = (id: string): string => `Vault key ${id}`;

/** Formats a recipe without its texts, which may be literals. */
function spell(recipe: FixtureRecipe | undefined): string {
  switch (recipe?.type) {
    case undefined:
      return 'no recipe';
    case 'generate':
      return `${recipe.length} ${recipe.alphabet} characters, ${recipe.derivation}`;
    case 'literal':
      return 'a literal';
    case 'compose': {
      const from = [...new Set(recipe.parts.flatMap(pathsOfPart))].sort();
      return from.length === 0 ? 'a composed text' : `composed of ${list(from)}`;
    }
    case 'placeholder':
      return 'a placeholder';
    case 'upstream':
      return `copied from ${recipe.name} of the upstream store`;
  }
}

const describe = ({ writer, recipe }: FixtureEntry): string =>
  recipe === undefined ? `${writer} writes it` : `${spell(recipe)}, written by ${writer}`;

/** What must happen before a new key has a value. */
function firstValue(
  id: string,
  { origin, writer, recipe }: FixtureEntry,
  document: EnvironmentDocument,
): Consequence[] {
  if (origin === 'existing')
    return [person(`Whoever manages ${id} must have written it before its readers are rolled out`)];
  const program = writerOf(document);
  if (program === undefined) return [person(`The operators of the Vault write ${id}: ${spell(recipe)}`)];
  switch (recipe?.type) {
    case undefined:
      return [vaultWrite(`${writer} writes ${id}; its readers wait for that`)];
    case 'upstream':
      return [
        person(
          recipe.required
            ? `Put ${recipe.name} into the upstream store first; without it ${program} fails`
            : `Put ${recipe.name} into the upstream store; until then readers of ${id} are not Ready`,
        ),
        vaultWrite(`${program} copies ${recipe.name} to ${id}`),
      ];
    case 'placeholder':
      return [vaultWrite(`${program} writes a placeholder to ${id}, which ${writer} replaces`)];
    default:
      return [vaultWrite(`${program} writes ${id} if it is absent: ${spell(recipe)}`)];
  }
}

const leftover = (id: string, { origin }: FixtureEntry): Consequence[] =>
  origin === 'existing' ? [] : [person(`The value of ${id} stays in Vault; delete it when no reader of it is left`)];

function compareEntry(id: string, old: FixtureEntry, now: FixtureEntry, document: EnvironmentDocument): LocalChange[] {
  const changes: LocalChange[] = [];
  const report = (kind: LocalChange['kind'], what: string, follows: readonly Consequence[] = []) =>
    changes.push(change(kind, subject(id), what, follows));
  const instead = (after: string, before: string): string => `${after} instead of ${before}`;
  if (old.origin !== now.origin) report('key-origin', instead(now.origin, old.origin));
  const isOurs = (writer: string): boolean => writer === 'bootstrap' || writer === 'upstream';
  // The recipe says it where the same program writes both.
  if (old.writer !== now.writer && !(isOurs(old.writer) && isOurs(now.writer)))
    report('key-writer', instead(now.writer, old.writer), [
      person(
        `Stop ${old.writer} from writing ${id} before ${now.writer} does; what stands in Vault is not overwritten`,
      ),
    ]);
  if (!isSame(old.recipe, now.recipe)) changes.push(...compareRecipe(id, old.recipe, now.recipe, document));
  if ((old.storedAs ?? 'plain') !== (now.storedAs ?? 'plain'))
    report('key-encoding', instead(now.storedAs ?? 'plain', old.storedAs ?? 'plain'), [
      person(`Write ${id} anew in the new encoding; its readers decode it otherwise`),
    ]);
  if (old.reason !== now.reason)
    report('key-unread', now.reason === undefined ? 'it has a reader again' : `unread: ${now.reason}`);
  const told = new Set(['origin', 'writer', 'recipe', 'storedAs', 'reason']);
  const rest = differingPaths(old, now).filter((path) => !told.has(path.split('.')[0] ?? ''));
  if (rest.length > 0) report('key-other', list(rest));
  return changes;
}

function compareRecipe(
  id: string,
  old: FixtureRecipe | undefined,
  now: FixtureRecipe | undefined,
  document: EnvironmentDocument,
): LocalChange[] {
  const program = writerOf(document);
  if (old?.type === 'upstream' && now?.type === 'upstream') {
    const changes: LocalChange[] = [];
    if (old.name !== now.name)
      changes.push(
        change('key-upstream', subject(id), `${now.name} instead of ${old.name}`, [
          person(`Put ${now.name} into the upstream store before the rollout`),
          ...(program === undefined ? [] : [vaultWrite(`${program} copies ${now.name} to ${id}`)]),
        ]),
      );
    if (old.required !== now.required)
      changes.push(
        change(
          'key-required',
          subject(id),
          now.required ? `${now.name} is required now` : `${now.name} is optional now`,
          now.required ? [person(`Put ${now.name} into the upstream store first; without it the run fails`)] : [],
        ),
      );
    return changes;
  }
  const what = old?.type === now?.type ? `${spell(now)}; it was otherwise` : `${spell(now)} instead of ${spell(old)}`;
  return [change('key-recipe', subject(id), what, newValue(id, old, now, document))];
}

/**
 * What happens to the value that stands in Vault. A literal and a composition of our own, untouched, follow
 * their recipe in an ephemeral environment; a generated value stays until it is rotated.
 */
function newValue(
  id: string,
  old: FixtureRecipe | undefined,
  now: FixtureRecipe | undefined,
  document: EnvironmentDocument,
): Consequence[] {
  const program = writerOf(document);
  if (program === undefined) return [person(`The operators of the Vault write ${id} anew: ${spell(now)}`)];
  const isText = now?.type === 'literal' || now?.type === 'compose';
  const wasOurs = old?.type === 'literal' || old?.type === 'compose' || old?.type === 'generate';
  if (now === undefined) return [];
  if (now.type === 'upstream')
    return [
      person(`Put ${now.name} into the upstream store before the rollout`),
      vaultWrite(`${program} copies ${now.name} to ${id} where nobody else changed it`),
    ];
  if (program === 'bootstrap' && isText && wasOurs)
    return [vaultWrite(`bootstrap writes ${id} anew where nobody else changed it`)];
  if (old?.type === 'placeholder') return [vaultWrite(`${program} replaces the placeholder of ${id}`)];
  return [
    person(
      `The value of ${id} stays as it is; \`vaultwright rotate ${id} -e ${document.name}\` gives it one of the new recipe`,
    ),
  ];
}
