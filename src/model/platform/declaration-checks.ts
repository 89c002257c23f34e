import { unknownOptions, unknownOptionsText } from '../declarations/known-options.ts';
import type { PerEnvironment } from '../declarations/per-environment.ts';
import { LimitedSource } from '../declarations/secret-contract.ts';
import { SecretTemplate } from '../declarations/template.ts';
import { VaultKey } from '../declarations/vault-key.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import { type ProblemCode, problem } from '../diagnostics/problems.ts';
import { isDataKey, isSubdomain } from '../kubernetes-names.ts';
import type { Platform } from './platform.ts';
import { labelDefect } from './secret-labels.ts';

/** What is wrong in one declaration alone; it is reported with all other problems of the platform. */
export class DeclarationChecks {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  source(key: string, source: unknown, declaredAt: Position | undefined): void {
    const inner = LimitedSource.is(source) ? source.source : source;
    if (!VaultKey.is(inner) && !SecretTemplate.is(inner))
      this.report(
        'VW1005',
        `Data key "${key}" is bound to something that is neither a Vault key nor a template`,
        declaredAt,
      );
    else if (!inner.belongsTo(this.#platform))
      this.report('VW1014', `Data key "${key}" is bound to a declaration of another platform`, declaredAt);
  }

  dataKeys(keys: readonly string[], declaredAt: Position | undefined, isOpen = false): void {
    if (keys.length === 0 && !isOpen) this.report('VW1013', 'A Secret is declared without data keys', declaredAt);
    for (const key of keys)
      if (!isDataKey(key)) this.report('VW1003', `Data key "${key}" is not a name that Kubernetes accepts`, declaredAt);
  }

  name(name: PerEnvironment<string, never>, kind: string, declaredAt: Position | undefined): void {
    if (typeof name === 'string' && !isSubdomain(name))
      this.report(
        'VW1004',
        `"${name}" is not a valid name for ${kind === 'ExternalSecret' ? 'an' : 'a'} ${kind}`,
        declaredAt,
      );
  }

  limit(names: readonly string[] | undefined, declaredAt: Position | undefined): void {
    if (names?.length === 0) this.report('VW1017', 'A declaration is limited to no environment at all', declaredAt);
    this.environments(names ?? [], declaredAt);
  }

  /** Types know names, and not which of them are regulated. */
  tests(limits: readonly string[] | undefined, declaredAt: Position | undefined): void {
    const regulated = (limits ?? this.#platform.environmentNames).filter(
      (name) => this.#platform.environments.get(name)?.lifecycle === 'regulated',
    );
    if (regulated.length > 0)
      this.report('VW1213', `A Secret for tests is declared for ${regulated.join(', ')}`, declaredAt);
  }

  environments(names: readonly string[], declaredAt: Position | undefined): void {
    for (const name of names)
      if (!this.#platform.environmentNames.includes(name))
        this.report('VW1009', `"${name}" is not an environment of the platform`, declaredAt);
  }

  props(
    props: { readonly purpose: unknown },
    known: Readonly<Record<string, true>>,
    declaredAt: Position | undefined,
  ): void {
    const unknown = unknownOptions(props, known);
    if (unknown.length > 0) this.report('VW1029', unknownOptionsText(unknown, known), declaredAt);
    if (typeof props.purpose !== 'string' || props.purpose.trim() === '')
      this.report('VW1033', 'A Secret is declared without its purpose', declaredAt);
  }

  labels(labels: Readonly<Record<string, unknown>>, declaredAt: Position | undefined): void {
    for (const [name, value] of Object.entries(labels)) {
      const defect = labelDefect(name, value);
      if (defect !== undefined) this.report('VW1032', `Label "${name}" ${defect}`, declaredAt);
    }
  }

  report(code: ProblemCode, what: string, position: Position | undefined): void {
    this.#platform.problems.push(problem(code, what, position ? { position } : {}));
  }
}
