import type { EnvironmentApp } from '../constructs/environment-app.ts';
import { vaultKeyUses } from '../constructs/tree/vault-key-uses.ts';
import { LimitedSource, VaultSecret } from '../model/declarations/secret-contract.ts';
import { SecretTemplate } from '../model/declarations/template.ts';
import { VaultKey } from '../model/declarations/vault-key.ts';
import type { Diagnostic, Position } from '../model/diagnostics/diagnostic.ts';

const spelled = ({ file, line, column }: Position): string => `${file}:${line}:${column}`;

/**
 * Knows which constructs use what was declared outside of them, so that a problem of a declaration names both
 * places.
 */
export class DeclarationUses {
  /**
   * By the position of the declaration: the path of a construct, the same in any order of the
   * declarations.
   */
  readonly #users = new Map<string, string>();

  /** Takes in the uses of one environment. */
  add(app: EnvironmentApp): void {
    const collected = app.collect();
    const { placements, clusterPlacements, deliveries } = collected;
    for (const { contract, constructPath } of [...placements, ...clusterPlacements, ...deliveries]) {
      this.#use(contract, constructPath);
      if (!VaultSecret.isVaultSecret(contract)) continue;
      for (const [, source] of contract.allBindings()) {
        if (LimitedSource.is(source)) this.#use(source, constructPath);
        const inner = LimitedSource.is(source) ? source.source : source;
        if (VaultKey.is(inner) || SecretTemplate.is(inner)) this.#use(inner, constructPath);
      }
    }
    for (const { key, readers } of vaultKeyUses(app, collected))
      for (const { constructPath } of readers) this.#use(key, constructPath);
  }

  /**
   * Adds the construct to each problem of a declaration; one that environments have told already is left out.
   */
  place(problems: readonly Diagnostic[], told: readonly Diagnostic[]): Diagnostic[] {
    const known = new Set(told.map(identity));
    return problems
      .filter((problem) => !known.has(identity(problem)))
      .map((problem) => {
        const { position } = problem.place;
        const constructPath = position && this.#users.get(spelled(position));
        return constructPath === undefined ? problem : { ...problem, place: { constructPath, ...problem.place } };
      });
  }

  #use({ declaredAt }: { readonly declaredAt?: Position | undefined }, constructPath: string): void {
    if (declaredAt === undefined) return;
    const key = spelled(declaredAt);
    const known = this.#users.get(key);
    if (known === undefined || constructPath < known) this.#users.set(key, constructPath);
  }
}

const identity = ({ code, what, place: { position, vaultPath } }: Diagnostic): string =>
  JSON.stringify([code, what, position && spelled(position), vaultPath]);
