import type { Position } from '../../model/diagnostics/diagnostic.ts';
import type { ProblemCode } from '../../model/diagnostics/problems.ts';
import { isDnsLabel } from '../../model/kubernetes-names.ts';
import { documentName } from '../objects/document-config-map.ts';
import { isPinned } from '../objects/program-pod.ts';
import type { ComponentScope } from '../tree/component-scope.ts';
import { problemAt } from './problem-at.ts';

/** A construct that renders a program. */
export interface ProgramConstruct {
  readonly component: ComponentScope;
  readonly name: string;
  readonly node: { readonly path: string };
  readonly declaredAt: Position | undefined;
}

/** A construct that renders a document. */
interface DocumentConstruct {
  readonly component: Pick<ComponentScope, 'app' | 'componentNamespace' | 'isRendered'>;
}

/** The API server refuses longer names of CronJobs, since it appends eleven characters for each Job. */
const longestCronJobName = 52;

/** What is wrong with a program as it is declared. Each check reports it, and returns whether it holds. */
export class ProgramProblems {
  readonly #program: ProgramConstruct;

  constructor(program: ProgramConstruct) {
    this.#program = program;
  }

  /** Reports it; the result is what a check that failed returns. */
  report(code: ProblemCode, what: string): false {
    const { component, declaredAt, node } = this.#program;
    component.app.problems.push(problemAt(component.app, code, what, { constructPath: node.path, declaredAt }));
    return false;
  }

  /** @param of whose name it is, with its article */
  hasName(of: string, longest = longestCronJobName): boolean {
    const { name } = this.#program;
    return (
      (isDnsLabel(name) && name.length <= longest) || this.report('VW1004', `"${name}" is not a valid name for ${of}`)
    );
  }

  hasPinned(image: string): boolean {
    return (
      isPinned(image) || this.report('VW1124', `The image of "${this.#program.name}" has no tag, or no whole digest`)
    );
  }

  /** The documents that it reads are ConfigMaps of its own namespace. */
  hasBeside(documents: Readonly<Record<'fixture-map' | 'access-map', DocumentConstruct>>): boolean {
    const { app, componentNamespace } = this.#program.component;
    for (const [kind, { component: other }] of Object.entries(documents)) {
      const isBeside = other.app.node === app.node && other.componentNamespace === componentNamespace;
      if (!isBeside || !other.isRendered)
        return this.report('VW1122', `ConfigMap "${documentName(kind)}" is not rendered in its namespace`);
    }
    return true;
  }
}
