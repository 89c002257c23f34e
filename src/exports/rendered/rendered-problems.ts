import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';

/**
 * Every problem of reading a rendered tree and of publishing one, by its stable code; all of them are errors.
 */
export const treeProblems = {
  VW4030: {
    title: 'A rendered tree cannot be found',
    why: 'Without it there is nothing to compare or to publish.',
    fix: 'Name a folder, a revision of Git, or REVISION:FOLDER; a folder comes before a revision of the same name.',
  },
  VW4031: {
    title: 'A rendered tree holds no environment document',
    why: 'What the manifests mean stands in environment.json; a guess from the manifests could be wrong.',
    fix: 'Render first, and name the folder or the revision that holds the output.',
  },
  VW4032: {
    title: 'An environment document is not valid',
    why: 'It was changed by hand, or written by another version of Vaultwright.',
    fix: 'Render it again with this version.',
  },
  VW4033: {
    title: 'A file of a rendered tree is no YAML',
    why: 'What it holds would be missing from the comparison.',
    fix: 'Render it again; correct a file that was changed by hand.',
  },
  VW4034: {
    title: 'A rendered tree lacks an environment that was asked for',
    why: 'The report would say that nothing changes there.',
    fix: 'Correct the name, or leave the option out to compare all of them.',
  },
  VW4035: {
    title: 'Git does not answer',
    why: 'What it knows of the repository is needed.',
    fix: 'Install git, and run the command inside of a repository that has the revision; a shallow clone may need `git fetch`.',
  },
  VW4036: {
    title: 'The repository is not fit to publish into',
    why: 'Changes of others would be mixed with what is published, or be lost.',
    fix: 'Name the root of a Git checkout by --repo; commit or stash what it holds. --allow-dirty admits changes outside of the published files.',
  },
  VW4037: {
    title: 'A file of others stands where one would be published',
    why: 'What others wrote is never overwritten.',
    fix: 'Move it away, publish below another folder (--into), or take it over once by --adopt.',
  },
  VW4038: {
    title: 'A published file was changed by others',
    why: 'Publishing would lose the change.',
    fix: 'Bring the change into the declarations and render again; --restore gives the file back its published text.',
  },
  VW4039: {
    title: 'The record of what was published cannot be read',
    why: 'Without it nobody knows which files may be replaced or removed.',
    fix: 'Restore .vaultwright-published.json from Git.',
  },
  VW4040: {
    title: 'The path map is not usable',
    why: 'Files would be published in the wrong place, or one over another.',
    fix: 'Correct the paths in the definition of the platform and render again; see docs/publish.md.',
  },
  VW4041: {
    title: 'The published tree cannot be written',
    why: 'It is incomplete until the command has run to its end; running it again completes it.',
    fix: 'Make room or give rights, then run the same command again.',
  },
} as const satisfies Readonly<Record<string, Pick<Diagnostic, 'why' | 'fix'> & { readonly title: string }>>;

export type TreeProblemCode = keyof typeof treeProblems;

/** Returns a problem as a diagnostic. */
export const treeDiagnostic = (code: TreeProblemCode, what: string): Diagnostic => ({
  code,
  severity: 'error',
  what,
  why: treeProblems[code].why,
  fix: treeProblems[code].fix,
  place: {},
});

/** Returns a problem as an error to throw. */
export const renderedProblem = (code: TreeProblemCode, what: string): ConfigurationError =>
  new ConfigurationError([treeDiagnostic(code, what)]);
