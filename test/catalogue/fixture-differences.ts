import type { FixtureEntry, FixtureRecipe } from '../../src/index.ts';
import { catalogue } from './catalogue.ts';
import { withoutMarker } from './deviations.ts';
import type { Difference } from './difference.ts';
import { type ExpectedEnvironment, type ExpectedSecret, substitute } from './expected-secrets.ts';
import type { RenderedOutput } from './rendered-output.ts';

/** What the catalogue says about one Vault key of one environment. */
interface Wanted {
  readonly origin: string;
  readonly writer: string;
  readonly recipe: string;
  readonly literal?: string | undefined;
  readonly minLength?: number | undefined;
  readonly isRequired?: boolean;
}

/** The producer column by how it begins, and the writer that the fixture map calls it. */
const writers: Readonly<Record<string, string>> = {
  'Azure Key Vault copy': 'upstream',
  'vault-bootstrap fixture': 'bootstrap',
  'keycloak client-patcher': 'keycloak-client-patcher',
  'platform-gitlab-service-tokens-reconciler': 'platform-gitlab-service-tokens-reconciler',
  'coder-cli-token-rotator': 'coder-cli-token-rotator',
  'codex-auth-refresher': 'codex-auth-refresher',
  'codex-monitor': 'codex-account-monitor',
  'open (462-29); fixture today': 'bootstrap',
};

const writerOf = (producer: string): string => {
  const [, writer] = Object.entries(writers).find(([beginning]) => producer.startsWith(beginning)) ?? [];
  if (writer === undefined) throw new Error(`"${producer}" is no known producer`);
  return writer;
};

/** Recipe of a fixture column. */
const recipeOf = (fixture: string, { name }: ExpectedEnvironment): string => {
  if (fixture === 'placeholder') return withoutMarker.environments.includes(name) ? 'none' : 'placeholder';
  return fixture === 'derived' ? 'compose' : fixture;
};

/** What an encoding column asks of the recipe that makes the value. */
const encodings: Readonly<Record<string, (recipe: FixtureRecipe) => boolean>> = {
  '64 hex characters': (recipe) => recipe.type === 'generate' && recipe.alphabet === 'hex' && recipe.length === 64,
  '16, 24 or 32 bytes': (recipe) => recipe.type === 'generate' && [16, 24, 32].includes(recipe.length),
  'password component is URL-encoded': (recipe) =>
    recipe.type === 'compose' &&
    recipe.parts.every((part) => 'text' in part || ('key' in part && part.encode === 'url')),
  bcrypt: (recipe) =>
    recipe.type === 'compose' && recipe.parts.every((part) => 'key' in part && part.encode === 'bcrypt'),
};

/** Counts the keys for which the catalogue has a marker and the environment has none. */
export const keysWithoutMarker = (environment: ExpectedEnvironment, expected: readonly ExpectedSecret[]): number => {
  const columns = expected.flatMap(({ keys }) => [...keys.values()]);
  const marked = columns.filter(({ column }) => column.fixture === 'placeholder');
  return withoutMarker.environments.includes(environment.name)
    ? new Set(marked.flatMap(({ vaultKeys }) => vaultKeys)).size
    : 0;
};

/**
 * Compares the fixture map of an environment with the columns origin, fixture, producer, encoding and the
 * like.
 */
export function fixtureDifferences(
  environment: ExpectedEnvironment,
  expected: readonly ExpectedSecret[],
  { fixtures, mirrors }: RenderedOutput,
): Difference[] {
  const found: Difference[] = [];
  const wanted = wantedEntries(environment, expected);
  const note = (subject: string, what: string) => found.push({ environment: environment.name, subject, what });
  for (const [path, entry] of Object.entries(fixtures)) {
    const want = wanted.get(path);
    if (want) compareEntry(want, entry, (what) => note(path, what));
    else note(path, 'is not in the catalogue');
  }
  for (const path of wanted.keys()) if (!(path in fixtures)) note(path, 'is not in the fixture map');
  for (const { name, keys } of expected)
    for (const [key, { column, vaultKeys }] of keys) {
      const { mirrorVaultKey, encoding, vaultKey } = column;
      const isMirrored = mirrors.some(
        (mirror) => mirror.secret === name && mirror.key === key && mirror.vaultKey === mirrorVaultKey,
      );
      if (mirrorVaultKey !== undefined && !isMirrored) note(name, `does not copy ${key} to ${mirrorVaultKey}`);
      if (encoding === undefined || vaultKey === null) continue;
      const isMet = encodings[encoding];
      const recipe = fixtures[vaultKeys[0] ?? '']?.recipe;
      if (isMet === undefined) throw new Error(`"${encoding}" is no known encoding`);
      if (recipe && !isMet(recipe)) note(vaultKeys[0] ?? '', `is not encoded as the catalogue says: ${encoding}`);
    }
  return found;
}

function wantedEntries(environment: ExpectedEnvironment, expected: readonly ExpectedSecret[]): Map<string, Wanted> {
  const columns = expected.flatMap(({ keys }) => [...keys.values()]);
  const read = new Set(columns.flatMap(({ vaultKeys }) => vaultKeys));
  const required = new Set(expected.flatMap(({ requiredVaultKeys }) => requiredVaultKeys));
  const wanted = new Map<string, Wanted>();
  for (const path of catalogue.upstreamOnlyKeys.keys)
    wanted.set(path, { origin: 'external', writer: 'upstream', recipe: 'upstream' });
  for (const { column } of columns)
    if (column.mirrorVaultKey !== undefined)
      wanted.set(column.mirrorVaultKey, { origin: column.origin, writer: 'mirror', recipe: 'none' });
  for (const [pattern, key] of Object.entries(catalogue.vaultKeys))
    for (const slot of ['', '0', '1', '2'])
      for (const service of ['backstage']) {
        const path = substitute(pattern, environment, slot, service);
        if (!read.has(path)) continue;
        wanted.set(path, {
          origin: key.origin,
          writer: writerOf(key.producer),
          recipe: recipeOf(key.fixture, environment),
          literal: key.fixtureLiteral,
          minLength: key.minLength,
          isRequired: required.has(path),
        });
      }
  for (const path of read) if (!wanted.has(path)) throw new Error(`the catalogue has no column for ${path}`);
  return wanted;
}

function compareEntry(want: Wanted, { origin, writer, recipe }: FixtureEntry, note: (what: string) => void): void {
  const type = recipe?.type ?? 'none';
  if (origin !== want.origin) note(`has origin ${origin}`);
  if (writer !== want.writer) note(`is written by ${writer}`);
  if (type !== want.recipe) note(`has recipe ${type}`);
  if (recipe?.type === 'literal' && want.literal !== undefined && recipe.value !== want.literal)
    note('has another literal');
  if (recipe?.type === 'generate' && recipe.length < (want.minLength ?? 0)) note(`has ${recipe.length} characters`);
  if (recipe?.type === 'upstream' && recipe.required !== (want.isRequired ?? false))
    note(recipe.required ? 'is required upstream' : 'is not required upstream');
}
