import type { Diagnostic, Position } from '../../model/diagnostics/diagnostic.ts';
import type { DecodingNote } from './decode-file.ts';
import type { TextProblem } from './read-documents.ts';
import type { LeftOut } from './walk-tree.ts';

type Wording = readonly [code: string, what: string, why: string, fix: string];

const scanned = 'It was read line by line: literals are found, references and wiring are not judged.';

const problems: Readonly<Record<TextProblem['kind'], Wording>> = {
  syntax: [
    'VW4001',
    'The document does not parse',
    scanned,
    'Correct the YAML, or render the template and check its output.',
  ],
  expansion: [
    'VW4002',
    'The aliases of the document expand beyond any measure',
    `A reader that expands them runs out of memory. ${scanned}`,
    'Write out what is aliased, or use fewer aliases of aliases.',
  ],
};

const notes: Readonly<Record<DecodingNote, Wording>> = {
  'not UTF-8': [
    'VW4003',
    'The file is not valid UTF-8',
    'Broken characters were replaced, so a name in it may not match.',
    'Save the file as UTF-8.',
  ],
  binary: [
    'VW4004',
    'The file is binary or encrypted',
    'Nothing in it can be judged as it stands.',
    'Decrypt it before the check, or exclude it by .gitignore.',
  ],
  large: [
    'VW4005',
    'The file is larger than 8 MiB',
    'Only lines that could hold a credential were read, without structure.',
    'Split the file, or exclude it by .gitignore where it is no manifest.',
  ],
  'too large': [
    'VW4009',
    'The file is too large to be read line by line',
    'It is larger than 8 MiB, and has lines of more than 4,000 characters, over 20,000 that could hold a credential, or over 2,000,000.',
    'Split the file, or exclude it by .gitignore where it is no manifest.',
  ],
  unreadable: [
    'VW4006',
    'The file cannot be read',
    'Nothing in it was checked.',
    'Give the checking user permission to read it.',
  ],
};

const leftOut: Readonly<Record<LeftOut['kind'], Wording>> = {
  unreadable: [
    'VW4006',
    'The folder cannot be read',
    'Nothing below it was checked.',
    'Give the checking user permission to read it.',
  ],
  'broken link': [
    'VW4007',
    'The symbolic link leads nowhere',
    'What it should show was not checked.',
    'Correct or remove the link.',
  ],
  'link out of the tree': [
    'VW4008',
    'The symbolic link leaves the checked paths',
    'What it shows was not checked.',
    'Name its target as a further path.',
  ],
  'unread list': [
    'VW4006',
    'The .gitignore file is not read: it is no regular file, larger than 256 KiB, or not allowed to be read',
    'It excludes nothing, so what it names was checked.',
    'Make it a regular file of a few lines.',
  ],
  'not a file': [
    'VW4008',
    'The path is neither file nor folder',
    'It was not read.',
    'Remove it from the checked paths.',
  ],
};

const note = ([code, what, why, fix]: Wording, position: Position, detail = ''): Diagnostic => ({
  code,
  severity: 'note',
  what: detail === '' ? what : `${what}: ${detail}`,
  why,
  fix,
  place: { position },
});

/** Reports a document that was not parsed. */
export const textProblem = ({ kind, reason }: Omit<TextProblem, 'offset'>, position: Position): Diagnostic =>
  note(problems[kind], position, kind === 'syntax' ? reason : '');

/** Reports a file whose bytes are not plain text; one of which a part was not read is an error. */
export const decodingProblem = (kind: DecodingNote, file: string): Diagnostic => ({
  ...note(notes[kind], { file, line: 1 }),
  ...(kind === 'too large' && { severity: 'error' }),
});

/** Reports a place of the tree that was not entered. */
export const leftOutProblem = ({ shown, kind }: LeftOut): Diagnostic => note(leftOut[kind], { file: shown, line: 1 });

/** Reports a kustomization that kustomize refuses. */
export const kustomizationProblem = (reason: string, position: Position): Diagnostic =>
  note(
    [
      'VW4011',
      'Kustomize refuses to build it',
      'Nothing of it is applied; it was judged without the part that cannot be built.',
      'Run `kustomize build` on the folder and correct what it reports.',
    ],
    position,
    reason,
  );

/** Makes the problem of paths below which nothing can be read (VW2007). */
export const nothingToCheck = (paths: readonly string[]): Diagnostic => ({
  code: 'VW2007',
  severity: 'error',
  what: `There is no YAML or JSON file in ${paths.join(', ')}`,
  why: 'A check of nothing would pass.',
  fix: 'Correct the path; what .gitignore excludes is read only where it is named itself.',
  place: {},
});
