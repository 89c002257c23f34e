import { declarationPosition } from '../../model/diagnostics/declaration-position.ts';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { problem } from '../../model/diagnostics/problems.ts';

/** What the language and its tools ask any object for. */
const askedOfAny = new Set<PropertyKey>(['then', 'toJSON', '$$typeof', 'asymmetricMatch', 'nodeType', 'tagName']);

/**
 * Returns the environment as declarations get it: reading a field that no environment of the platform has is
 * reported (VW1030) where it is read. The compiler refuses it too; a cast, or a program that is not compiled,
 * would else render the text `undefined`.
 *
 * @param known names of fields that an environment may have, whether or not this one does
 */
export function watchedEnvironment<E extends { readonly name: string }>(
  environment: E,
  known: ReadonlySet<string>,
  report: (diagnostic: Diagnostic) => void,
): E {
  const get = (target: E, field: PropertyKey): unknown => {
    if (typeof field === 'string' && !known.has(field) && !(field in target) && !askedOfAny.has(field)) {
      const position = declarationPosition(get);
      report(
        problem('VW1030', `"${field}" is read of environment "${environment.name}"; environments have no such field`, {
          environment: environment.name,
          ...(position && { position }),
        }),
      );
    }
    return Reflect.get(target, field) as unknown;
  };
  return new Proxy(environment, { get });
}
