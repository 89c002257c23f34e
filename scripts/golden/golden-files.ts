import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';

/** One file whose rendered text is not the reviewed one. */
export interface GoldenDifference {
  /** Path below the golden folder, with `/`. */
  readonly path: string;
  /** `added`: rendered but not reviewed; `removed`: reviewed but no longer rendered. */
  readonly kind: 'added' | 'changed' | 'removed';
  /** Unified diff from the reviewed text to the rendered one. */
  readonly diff: string;
}

/**
 * Returns where rendered files, by path, differ from the golden ones in `folder`, sorted by path; it never
 * writes.
 */
export function goldenDifferences(folder: string, rendered: ReadonlyMap<string, string>): GoldenDifference[] {
  const golden = readGolden(folder);
  const paths = [...new Set([...golden.keys(), ...rendered.keys()])].sort();
  return paths.flatMap((path): GoldenDifference[] => {
    const before = golden.get(path);
    const after = rendered.get(path);
    if (before === after) return [];
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    const names: [string, string] = [
      before === undefined ? '/dev/null' : `a/${path}`,
      after === undefined ? '/dev/null' : `b/${path}`,
    ];
    return [
      {
        path,
        kind,
        diff: createTwoFilesPatch(...names, before ?? '', after ?? '', undefined, undefined, { context: 3 }),
      },
    ];
  });
}

/**
 * Replaces the golden files in `folder` by the rendered ones and returns what changed.
 *
 * @throws Error in CI, where a golden file that writes itself would approve whatever was rendered
 */
export function updateGolden(
  folder: string,
  rendered: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): GoldenDifference[] {
  if (isContinuousIntegration(environment)) {
    throw new Error(
      'Golden files are reviewed like code and never written in CI. Run `npm run golden` where you work and commit the result.',
    );
  }
  const differences = goldenDifferences(folder, rendered);
  for (const { path, kind } of differences) {
    const file = join(folder, path);
    if (kind === 'removed') {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, rendered.get(path) ?? '');
  }
  return differences;
}

/** Whether a run is unattended: `CI` is set to anything but `false` or `0`. */
export function isContinuousIntegration(environment: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', 'false'].includes((environment.CI ?? '').toLowerCase());
}

/** Whether a command line of Vitest asks for new snapshots, in any of the spellings that it takes. */
export function asksForUpdate(args: readonly string[]): boolean {
  return args.some((argument) => /^(-[a-z]*u[a-z]*|--update(=.*)?)$/.test(argument));
}

/**
 * Formats differences for a terminal: all paths, the diffs up to a number of lines, and the command that
 * accepts them.
 *
 * @param maximumLines lines of diff in total
 */
export function formatDifferences(differences: readonly GoldenDifference[], maximumLines = 200): string {
  if (differences.length === 0) return '';
  const lines = differences.flatMap(({ diff }) => diff.trimEnd().split('\n').slice(1));
  const hidden = lines.length - maximumLines;
  return [
    `${differences.length} golden ${differences.length === 1 ? 'file differs' : 'files differ'} from what is rendered:`,
    ...differences.map(({ kind, path }) => `  ${kind}: ${path}`),
    '',
    ...lines.slice(0, maximumLines),
    ...(hidden > 0 ? [`… and ${hidden} more lines`] : []),
    '',
    'If the change is wanted, run `npm run golden`, read `git diff test/golden` and commit it.',
  ].join('\n');
}

function readGolden(folder: string): Map<string, string> {
  const files = globSync('**/*', { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]));
}
