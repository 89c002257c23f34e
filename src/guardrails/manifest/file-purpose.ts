/** What a file is for where it is not there to be deployed, as its place shows. */
export type FilePurpose = 'archive' | 'test' | 'example' | 'documentation' | 'texts' | 'dependency';

const folders: readonly (readonly [RegExp, FilePurpose])[] = [
  [
    /^(?:[_.z]*|.*[-_.])(?:archived?|archives|attic|graveyard|deprecated|disabled|retired|obsolete|unused)$|^z?[-_.]*old(?:[-_].*)?$|^(?:dumps?|must[-_]gather)$/,
    'archive',
  ],
  [
    /^(?:tests|__tests__|testdata|test[-_]data|(?:.*[-_])?fixtures|__fixtures__|cassettes?|e2e|e2e[-_]tests?|integration[-_]tests?|(?:system|unit|func(?:tional)?|acceptance|smoke|perf(?:ormance)?|load|conformance|regression|end-?to-?end|upgrade)[-_]?tests?|molecule|chainsaw|kuttl|lint|mocks?|__?snapshots?__?|test[-_](?:configs?|values)|ci[-_]values)$/,
    'test',
  ],
  [/^(?:examples?|samples?)(?:[-_](?:values|configs?|manifests|data|files))?$/, 'example'],
  [/^(?:locales?|i18n|l10n|translations?|messages)$/, 'texts'],
];
const hiddenTests: readonly (readonly [RegExp, FilePurpose])[] = [
  [/^\.(?:tests?|fixtures|testdata|chainsaw(?:-test)?|kuttl|ci)$/, 'test'],
];
const documentation = /^(?:docs?|documentation|website)$/;
const fileNames: readonly (readonly [RegExp, FilePurpose])[] = [
  [/[._-](?:test|spec)\.(?:ya?ml|json)$|^(?:test[-_]?data|mock(?:s|ed)?[-_.]|\.?fixtures?[-_.])/, 'test'],
  [/\.schema\.json$/, 'documentation'],
  [/(?:^|[._-])lock\.(?:ya?ml|json)$|^npm-shrinkwrap\.json$/, 'dependency'],
  [/(?:^|[._-])(?:lint|ci)(?:[._-]values)?\.ya?ml$|^(?:lint|ci)[._-](?:.*[._-])?values\.ya?ml$/, 'test'],
  [/^(?:lint(?:er)?[_-]values|\.(?:checkov|kube-linter|kubeconform|ct)[._-])/, 'test'],
  [/(?:^|[._-])(?:example|sample)s?(?:[._-]|$)/, 'example'],
  [/\.(?:disabled|bak|old|orig)(?:\.|$)/, 'archive'],
];

/**
 * Recognises a file that makes the folder of it a test case: what an operator's answer is compared with.
 * @see https://kuttl.dev/docs/testing/steps.html
 * @see https://kyverno.github.io/chainsaw/latest/quick-start/first-test/
 */
export const isTestStep = (name: string): boolean =>
  /^(?:chainsaw-test|\d{2}-(?:.*-)?(?:assert|errors))\.ya?ml$/.test(name);

/** Recognises a program that tests: the folder `test` in which it stands is no environment. */
export const isTestProgram = (name: string): boolean =>
  /_test\.(?:go|py|rb|sh)$|^test_\w+\.py$|\.bats$|[.-](?:test|spec)\.[cm]?[jt]sx?$/.test(name);

/**
 * Recognises a file of an archive, of tests, of examples, of a documentation or of an interface's texts by
 * its path below the folder that is checked; an application may be named `docs`, and Helm's own tests are
 * part of their chart.
 */
export function purposeOf(path: string): FilePurpose | undefined {
  const steps = path.toLowerCase().split('/');
  const file = steps.pop() ?? '';
  for (const [index, step] of steps.entries()) {
    if (index === 0 && documentation.test(step)) return 'documentation';
    // Go keeps the sources of what it imports there, by their addresses.
    if (step === 'vendor' && /\.[a-z]{2,}$/.test(steps[index + 1] ?? '')) return 'dependency';
    if (steps[index - 1] === 'templates' && step === 'tests') continue;
    const [, purpose] =
      folders.find(([pattern]) => pattern.test(step)) ?? hiddenTests.find(([pattern]) => pattern.test(step)) ?? [];
    if (purpose !== undefined) return purpose;
  }
  if (steps.at(-1) === 'ci' && /values\.ya?ml$/.test(file)) return 'test';
  return fileNames.find(([pattern]) => pattern.test(file))?.[1];
}
