import { type PerEnvironment, resolveFor } from '../../model/declarations/per-environment.ts';
import { SecretTemplate } from '../../model/declarations/template.ts';
import type { Diagnostic, Position } from '../../model/diagnostics/diagnostic.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { VaultKeyUse } from '../tree/vault-key-uses.ts';
import { problemAt } from './problem-at.ts';

type Text = PerEnvironment<string, never>;

/** One text of a declaration, and where it is declared. */
interface DeclaredText {
  readonly what: string;
  readonly text: Text;
  /** Whether it may be empty: it is a part of a longer one, or others look at that. @default false */
  readonly mayBeEmpty?: boolean;
  readonly declaredAt: Position | undefined;
}

/**
 * Finds functions of the environment that give no text, an empty one, or one into which a missing field or an
 * object was written.
 */
export function textProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  return [...uses.flatMap((use) => textsOfKey(app, use)), ...textsOfSecrets(app)].flatMap(
    ({ what, text, mayBeEmpty, declaredAt }) => {
      if (typeof text !== 'function') return [];
      const defect = defectOf(text, app, mayBeEmpty ?? false);
      return defect === undefined
        ? []
        : [problemAt(app, 'VW1031', `${what} is ${defect} in environment "${app.environment.name}"`, { declaredAt })];
    },
  );
}

function textsOfKey(app: EnvironmentApp, { key, id }: VaultKeyUse): DeclaredText[] {
  const { declaredAt } = key;
  const recipe = app.recipeOf(key);
  const texts: DeclaredText[] = [
    { what: 'The path of a Vault key', text: (environment) => key.pathIn(environment), mayBeEmpty: true, declaredAt },
  ];
  if (recipe.type === 'literal') texts.push({ what: `The literal of "${id}"`, text: recipe.value, declaredAt });
  if (recipe.type === 'upstream') texts.push({ what: `The upstream name of "${id}"`, text: recipe.name, declaredAt });
  if (recipe.type === 'compose')
    for (const part of recipe.parts)
      if ('text' in part) texts.push({ what: `A text in "${id}"`, text: part.text, mayBeEmpty: true, declaredAt });
  return texts;
}

function textsOfSecrets(app: EnvironmentApp): DeclaredText[] {
  const { placements, clusterPlacements } = app.collect();
  const contracts = new Set([...placements, ...clusterPlacements].map(({ contract }) => contract));
  return [...contracts].flatMap((contract): DeclaredText[] => {
    const { declaredAt } = contract;
    const templates = contract
      .bindingsIn(app.environment)
      .flatMap(([, source]) => (SecretTemplate.is(source) ? [source] : []));
    return [
      {
        what: 'The name of a Secret',
        text: (environment) => contract.nameIn(environment),
        mayBeEmpty: true,
        declaredAt,
      },
      {
        what: 'The name of an ExternalSecret',
        text: (environment) => contract.externalSecretNameIn(environment),
        declaredAt,
      },
      ...templates.flatMap(({ parts, declaredAt: at }) =>
        parts.flatMap((part) =>
          'text' in part ? [{ what: 'A text of a template', text: part.text, mayBeEmpty: true, declaredAt: at }] : [],
        ),
      ),
    ];
  });
}

function defectOf(text: Text, app: EnvironmentApp, mayBeEmpty: boolean): string | undefined {
  let given: unknown;
  try {
    given = resolveFor(text, app.environment as never);
  } catch {
    return 'not given: its function fails';
  }
  if (typeof given !== 'string') return 'no text';
  if (given === '' && !mayBeEmpty) return 'empty';
  if (given.includes('\0')) return 'a text that holds a NUL';
  const [stray] = /\bundefined\b|\bNaN\b|\[object [A-Z]\w{0,30}\]/.exec(given) ?? [];
  return stray === undefined ? undefined : `a text that holds "${stray}"`;
}
