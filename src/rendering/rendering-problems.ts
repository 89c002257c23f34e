import type { Diagnostic, Place } from '../model/diagnostics/diagnostic.ts';

/**
 * Every problem of rendering a construct tree and of writing its output, by its stable code; all of them are
 * errors.
 */
export const renderingProblems = {
  VW1900: {
    title: 'A construct refuses its own configuration',
    why: 'Its objects would be wrong.',
    fix: 'Change what the message names where the construct is declared.',
  },
  VW1901: {
    title: 'Dependencies form a cycle',
    why: 'Each waits for the next, so there is no order in which they could be applied.',
    fix: 'Remove one of these dependencies; a dependency on a construct counts for every object inside it.',
  },
  VW1902: {
    title: 'A dependency leaves the charts',
    why: 'Only what a chart renders can be ordered, so the dependency would have no effect.',
    fix: 'Declare the dependency between charts or between constructs inside charts.',
  },
  VW1903: {
    title: 'A dependency leaves the app',
    why: 'The construct belongs to another app or was removed from this one, so the dependency would be lost silently.',
    fix: 'Depend on a construct of the same app, or remove the dependency.',
  },
  VW1904: {
    title: 'An object cannot be rendered',
    why: 'Without this object the output would be incomplete.',
    fix: 'Correct the value, the JSON patch or the Lazy producer that the message is about.',
  },
  VW1905: {
    title: 'An object holds a value outside JSON',
    why: 'A manifest is JSON at heart; such a value would be written as something else, or not at all.',
    fix: 'Give a string, a finite number, a boolean, a list or a plain object.',
  },
  VW1906: {
    title: 'A program of a Job cannot be bundled',
    why: 'The Job would be rendered without what it runs.',
    fix: 'Correct the source that the message names, or install the packages of the repository (npm ci).',
  },
  VW1907: {
    title: 'The declarations do not compile',
    why: 'Node.js runs them all the same, so that a misspelled name or a missing option would render as something else.',
    fix: 'Correct the line; VAULTWRIGHT_TYPE_CHECK=off renders without the check, and says so.',
  },
  VW1908: {
    title: 'The type checker cannot run',
    why: 'What does not compile could render as something else.',
    fix: 'Run the compiler of the project by itself (npx tsc --noEmit); VAULTWRIGHT_TYPE_CHECK=off renders without it, and says so.',
  },
  VW1920: {
    title: 'An output path is not usable',
    why: 'It would be written outside of the output folder, or could not be written on every machine.',
    fix: 'Use a relative path with / between plain names.',
  },
  VW1921: {
    title: 'Two output paths clash',
    why: 'On a file system that does not tell them apart, one would overwrite the other.',
    fix: 'Rename one of them.',
  },
  VW1922: {
    title: 'A text cannot be written as it is',
    why: 'The file would not hold the text that was checked, or differ between machines.',
    fix: 'Escape it where the text is made, as the YAML emitter does.',
  },
  VW1923: {
    title: 'The output folder holds files that Vaultwright did not write',
    why: 'The folder is replaced as a whole, so they would be lost.',
    fix: 'Move them elsewhere, or choose another output folder.',
  },
  VW1924: {
    title: 'The output folder is no folder',
    why: 'Vaultwright replaces the whole folder, which must therefore be a folder of its own.',
    fix: 'Choose another output folder, or remove what stands in its place.',
  },
  VW1925: {
    title: 'Another run is replacing the output folder',
    why: 'The last one to finish would win, and nobody would know which.',
    fix: 'Wait until it is done and run again.',
  },
  VW1926: {
    title: 'The system refuses to replace the output folder',
    why: 'The output keeps its previous content, which is now older than the declarations.',
    fix: 'Check permissions and free space of the folder around it, and that it is no mount point, then run again.',
  },
} as const satisfies Record<string, { readonly title: string; readonly why: string; readonly fix: string }>;

/** Makes the diagnostic of a problem of this part; `what` names the thing and never holds a value. */
export function renderingProblem(code: keyof typeof renderingProblems, what: string, place: Place): Diagnostic {
  const { why, fix } = renderingProblems[code];
  return { code, severity: 'error', what, why, fix, place };
}
