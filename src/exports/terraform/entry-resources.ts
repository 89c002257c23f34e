import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import { type EntryDuty, entryDuties } from '../../model/documents/configurator-policy.ts';
import { entryId, parseKeyId } from '../../model/documents/coordinates.ts';
import {
  type FixtureEntry,
  type FixtureMap,
  type FixturePart,
  type FixtureRecipe,
  pathsOfPart,
} from '../../model/documents/fixture-map.ts';
import { groupBy } from '../../model/group-by.ts';
import { namespaceOf } from './access-resources.ts';
import { Expression, type HclBlock, quoted } from './hcl.ts';
import { type MirrorResource, resourceName } from './resource.ts';

/** A key of an entry, as the fixture map has it. */
interface Key {
  readonly id: string;
  readonly property: string;
  readonly fixture: FixtureEntry;
}

/** Where entries are, and by which keys. */
interface Entries {
  readonly accessMap: AccessMapDocument;
  readonly keys: ReadonlyMap<string, readonly Key[]>;
  readonly duties: ReadonlyMap<string, EntryDuty>;
}

/** Lists the entries that the configurator manages. */
export function entryResources(accessMap: AccessMapDocument, fixtures: FixtureMap['entries']): MirrorResource[] {
  const all = Object.entries(fixtures).map(([id, fixture]) => ({ id, property: parseKeyId(id).property, fixture }));
  const entries: Entries = {
    accessMap,
    keys: groupBy(all, ({ id }) => entryOf(id)),
    duties: entryDuties(fixtures),
  };
  return [...entries.duties]
    .filter(([, { write }]) => write !== 'none')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, duty]) => entryResource(entries, id, duty));
}

const entryOf = (id: string): string => entryId(parseKeyId(id));
const mountOf = ({ mount, engines = {} }: AccessMapDocument, store: string | undefined): string =>
  store === undefined ? mount : (engines[store]?.mount ?? '');

function entryResource(entries: Entries, id: string, { store, path, write }: EntryDuty): MirrorResource {
  const { accessMap } = entries;
  const mount = mountOf(accessMap, store);
  const name = resourceName(mount, path);
  const keys = (entries.keys.get(id) ?? []).filter(
    ({ fixture: { recipe } }) => recipe && recipe.type !== 'placeholder',
  );
  const place = `${mount}/data/${path}`;
  const follows = write === 'follow';
  const isOptional = keys.every(({ fixture }) => mayLack(fixture.recipe));
  const version = `lookup(var.external_versions, ${quoted(id)}, 1)`;
  const isGiven = `contains(keys(var.external_versions), ${quoted(id)})`;
  const isElsewhere = `contains(var.existing, ${quoted(place)})`;
  const fields = keys.map(({ id: key, property, fixture: { recipe } }) => {
    const value = expressionOf(entries, key, recipe as FixtureRecipe, id);
    return `${quoted(property)} = ${mayLack(recipe) && !isOptional ? `try(${value}, null)` : value}`;
  });
  // A property whose value nobody gave is left out, and the others are written.
  const object =
    keys.some(({ fixture }) => mayLack(fixture.recipe)) && !isOptional
      ? `{ for name, value in { ${fields.join(', ')} } : name => value if value != null }`
      : `{ ${fields.join(', ')} }`;
  return {
    type: 'vault_kv_secret_v2',
    name,
    kind: 'entry',
    id: place,
    attributes: {
      count: new Expression(isOptional && follows ? `${isGiven} ? 1 : 0` : follows ? '1' : `${isElsewhere} ? 0 : 1`),
      ...namespaceOf(accessMap),
      mount: new Expression(`vault_mount.${resourceName(mount)}.path`),
      name: path,
      // Top-level `cas` would be ignored, and somebody else’s value overwritten.
      options: { cas: follows ? new Expression(`${version} - 1`) : 0 },
      disable_read: true,
      data_json_wo: new Expression(`jsonencode(${object})`),
      data_json_wo_version: follows ? new Expression(version) : 1,
    },
    // What is created once is never written again, even if its declaration changes.
    ...(!follows && { ignored: ['data_json_wo_version', 'options'] }),
    ephemeral: [...generators(entries, keys), ...inputsOf(entries, id, keys)],
  };
}

/** Whether the value may be missing in the upstream store. */
const mayLack = (recipe: FixtureRecipe | undefined): boolean => recipe?.type === 'upstream' && !recipe.required;

/** Returns the expression of a value. @param own id of the entry in which it stands */
function expressionOf(entries: Entries, id: string, recipe: FixtureRecipe, own: string): string {
  switch (recipe.type) {
    case 'literal':
      return quoted(recipe.value);
    case 'generate':
      return `ephemeral.random_password.${generatorName(entries.accessMap, id)}.result`;
    case 'upstream':
      return `var.external[${quoted(recipe.name)}]`;
    case 'compose': {
      const parts = recipe.parts.map((part) => partExpression(part, (key) => partOf(entries, key, own)));
      return parts.length === 1 ? (parts[0] ?? '""') : `join("", [${parts.join(', ')}])`;
    }
    case 'placeholder':
      throw new TypeError('A producer writes it.');
  }
}

/** Returns the expression of one part of a composed value. @param valueAt expression of another key */
function partExpression(part: FixturePart, valueAt: (key: string) => string): string {
  if ('text' in part) return quoted(part.text);
  if ('basicAuth' in part) return `base64encode(join(":", [${part.basicAuth.map(valueAt).join(', ')}]))`;
  return encoders[part.encode](valueAt(part.key));
}

const encoders: Readonly<Record<Extract<FixturePart, { key: string }>['encode'], (value: string) => string>> = {
  none: (value) => value,
  // What Terraform writes as a plus sign would stay one in most parts of a URL.
  url: (value) => `replace(urlencode(${value}), "+", "%20")`,
  base64: (value) => `base64encode(${value})`,
  json: (value) => `jsonencode(${value})`,
  bcrypt: (value) => `bcrypt(${value})`,
};

/** What of the same entry is made beside it; everything else is read as it stands in Vault. */
function partOf(entries: Entries, id: string, own: string): string {
  const { store, path, property } = parseKeyId(id);
  const entry = entryId({ store, path });
  const recipe = entries.keys.get(entry)?.find((key) => key.id === id)?.fixture.recipe;
  if (entry === own && recipe && recipe.type !== 'placeholder') return expressionOf(entries, id, recipe, own);
  const name = resourceName(mountOf(entries.accessMap, store), path);
  return `ephemeral.vault_kv_secret_v2.${name}.data[${quoted(property)}]`;
}

function generatorName(accessMap: AccessMapDocument, id: string): string {
  const { store, path, property } = parseKeyId(id);
  return resourceName(mountOf(accessMap, store), path, ...(property === 'value' ? [] : [property]));
}

/** Characters besides letters and digits, by alphabet. */
const characters = {
  alphanumeric: { special: false },
  hex: { lower: false, upper: false, override_special: 'abcdef' },
  base64url: { override_special: '-_' },
} as const;

function generators({ accessMap }: Entries, keys: readonly Key[]): HclBlock[] {
  return keys.flatMap(({ id, fixture: { recipe } }): HclBlock[] =>
    recipe?.type === 'generate'
      ? [
          {
            type: 'ephemeral',
            labels: ['random_password', generatorName(accessMap, id)],
            attributes: { length: recipe.length, ...characters[recipe.alphabet] },
          },
        ]
      : [],
  );
}

/** What values of an entry are composed from, and who writes that first. */
function inputsOf({ accessMap, duties }: Entries, own: string, keys: readonly Key[]): HclBlock[] {
  const inputs = new Set(
    keys.flatMap(({ fixture: { recipe } }) =>
      recipe?.type === 'compose' ? recipe.parts.flatMap(pathsOfPart).map(entryOf) : [],
    ),
  );
  inputs.delete(own);
  return [...inputs].sort().map((id): HclBlock => {
    const { store, path } = parseKeyId(id);
    const mount = mountOf(accessMap, store);
    const name = resourceName(mount, path);
    const isOurs = (duties.get(id)?.write ?? 'none') !== 'none';
    return {
      type: 'ephemeral',
      labels: ['vault_kv_secret_v2', name],
      attributes: {
        ...namespaceOf(accessMap),
        mount,
        name: path,
        // Not known before it was written, so that it is read after that; `depends_on` does not defer a read.
        ...(isOurs && { mount_id: new Expression(`one(vault_kv_secret_v2.${name}[*].id)`) }),
      },
    };
  });
}
