import { Component } from '../constructs/component.ts';
import type { EnvironmentApp } from '../constructs/environment-app.ts';
import { positionOfError } from '../model/diagnostics/declaration-position.ts';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { problem } from '../model/diagnostics/problems.ts';
import { errorReason } from './error-reason.ts';

/** A class whose constructor takes an environment and nothing else. */
export type ComponentClass<S extends EnvironmentApp = never> = new (app: S) => Component<EnvironmentApp>;

/**
 * A component of a platform: its class, or a function that imports the one file which exports its class;
 * `componentsIn` makes them of a folder.
 */
export type ComponentSource = ComponentClass | (() => Promise<object>);

/** Imports every component; an entry that yields no class, or several, is a problem (VW1109). */
export async function loadComponents(
  sources: readonly ComponentSource[],
): Promise<{ classes: ComponentClass<EnvironmentApp>[]; diagnostics: Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const classes: ComponentClass<EnvironmentApp>[] = [];
  for (const source of sources) {
    if (isComponentClass(source)) {
      classes.push(source);
      continue;
    }
    const name = nameOf(source);
    try {
      const exported = Object.values(await (source as () => Promise<object>)()).filter(isComponentClass);
      if (exported.length === 1) classes.push(...exported);
      else diagnostics.push(problem('VW1109', `${name} exports ${exported.length} component classes`, {}));
    } catch (error) {
      // The stack of a module that is not there begins in this file.
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
      const position = error instanceof Error && !isMissing ? positionOfError(error, undefined) : undefined;
      diagnostics.push(
        problem('VW1109', `${name} cannot be imported: ${errorReason(error)}`, position ? { position } : {}),
      );
    }
  }
  return { classes, diagnostics };
}

/** The prototype chain is asked, since `instanceof` on a subclass of Chart is true for every chart. */
const isComponentClass = (candidate: unknown): candidate is ComponentClass<EnvironmentApp> =>
  typeof candidate === 'function' &&
  Object.prototype.isPrototypeOf.call(Component.prototype, candidate.prototype ?? {});

const nameOf = (source: ComponentSource): string =>
  String(source).match(/import\([^'"`]*(['"`])(.+?)\1/)?.[2] ??
  (source.name.includes('/') ? source.name : 'A component');
