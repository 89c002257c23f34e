import { textFor } from '../../model/declarations/per-environment.ts';
import type { FixtureEntry, FixturePart, FixtureRecipe } from '../../model/documents/fixture-map.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { VaultKeyUse } from '../tree/vault-key-uses.ts';

/** Writer of keys whose value bootstrap decides. */
export const bootstrapWriter = 'bootstrap';
/** Writer of external keys, which bootstrap copies. */
export const upstreamWriter = 'upstream';
/** Writer of keys that others manage. */
export const othersWriter = 'others';
/** Writer of audit copies. */
export const mirrorWriter = 'mirror';

/** Returns the entry of one key in the fixture map of its environment. */
export function fixtureEntry({ key, reason }: VaultKeyUse, app: EnvironmentApp): FixtureEntry {
  const recipe = fixtureRecipe(key, app);
  return {
    origin: app.originOf(key),
    writer: writerOf(key, app),
    ...(key.storedAs === 'base64' && { storedAs: 'base64' }),
    ...(recipe && { recipe }),
    ...(key.maxAge !== undefined && { maxAge: key.maxAge }),
    ...(reason !== undefined && { reason }),
  };
}

function writerOf(key: VaultKeyUse['key'], app: EnvironmentApp): string {
  if (key.isMirror) return mirrorWriter;
  if (key.origin === 'existing') return othersWriter;
  if (key.producer) return key.producer.name;
  return app.originOf(key) === 'external' ? upstreamWriter : bootstrapWriter;
}

function fixtureRecipe(key: VaultKeyUse['key'], app: EnvironmentApp): FixtureRecipe | undefined {
  const { environment } = app;
  const isEphemeral = environment.lifecycle === 'ephemeral';
  const recipe = app.recipeOf(key);
  switch (recipe.type) {
    case 'generate':
      return { ...recipe, derivation: isEphemeral ? 'deterministic' : 'random' };
    case 'literal':
      return { type: 'literal', value: textFor(recipe.value, environment as never) };
    case 'compose':
      return {
        type: 'compose',
        parts: joinTexts(
          recipe.parts.map((part): FixturePart => {
            if ('text' in part) return { text: textFor(part.text, environment as never) };
            if ('key' in part) return { key: part.key.idIn(environment), encode: part.encode };
            const [user, password] = part.basicAuth;
            return { basicAuth: [user.idIn(environment), password.idIn(environment)] };
          }),
        ),
      };
    case 'upstream':
      return {
        type: 'upstream',
        name: textFor(recipe.name, environment as never),
        required: recipe.requiredIn.includes(environment.name),
      };
    case 'placeholder':
      // A regulated environment never holds a marker: the key is absent until its producer ran.
      return isEphemeral ? { type: 'placeholder' } : undefined;
    case 'absent':
    case 'existing':
      return undefined;
  }
}

/**
 * Joins texts that stand side by side, so that how a declaration splits its text leaves no trace in the
 * output.
 */
function joinTexts(parts: readonly FixturePart[]): FixturePart[] {
  const joined: FixturePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && 'text' in last && 'text' in part) joined[joined.length - 1] = { text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
