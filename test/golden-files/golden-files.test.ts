import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  asksForUpdate,
  formatDifferences,
  goldenDifferences,
  updateGolden,
} from '../../scripts/golden/golden-files.ts';
import { propertyRuns } from '../property-runs.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-files-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const atHome = { CI: undefined };

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function writtenFiles(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(folder.length + 1), readFileSync(file, 'utf8')];
    }),
  );
}

it.each([
  ['--update', true],
  ['-u', true],
  ['-ru', true],
  ['--update=all', true],
  ['--run', false],
  ['update', false],
])('%s asks for new snapshots: %s', (argument, asks) => expect(asksForUpdate(['run', argument])).toBe(asks));

describe('golden files', () => {
  const reviewed = {
    'dev/ledger/ledger.yaml': 'a: 1\nb: 2\n',
    'dev/old.yaml': 'gone: true\n',
    'local/same.yaml': 'c: 3\n',
  };
  const rendered = new Map([
    ['local/same.yaml', 'c: 3\n'],
    ['dev/ledger/ledger.yaml', 'a: 1\nb: 3\n'],
    ['dev/new.yaml', 'd: 4\n'],
  ]);

  it('are compared without writing', () => {
    write(reviewed);
    const differences = goldenDifferences(folder, rendered);
    expect(differences.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'changed dev/ledger/ledger.yaml',
      'added dev/new.yaml',
      'removed dev/old.yaml',
    ]);
    expect(writtenFiles()).toEqual(reviewed);
  });

  it('differ by one final line break', () => {
    write({ 'a.yaml': 'a: 1\n' });
    expect(goldenDifferences(folder, new Map([['a.yaml', 'a: 1']]))).toHaveLength(1);
  });

  it('are all missing where the folder does not exist yet', () => {
    expect(goldenDifferences(join(folder, 'absent'), rendered).map(({ kind }) => kind)).toEqual([
      'added',
      'added',
      'added',
    ]);
  });

  it('are replaced on request, stale ones removed', () => {
    write(reviewed);
    updateGolden(folder, rendered, atHome);
    expect(writtenFiles()).toEqual(Object.fromEntries(rendered));
  });

  it('equal what was rendered after every update, whatever was there', () => {
    const path = fc.stringMatching(/^[a-z]{1,3}(\/[a-z]{1,3}){0,2}\.yaml$/);
    const files = fc.uniqueArray(fc.tuple(path, fc.string()), { selector: ([name]) => name, maxLength: 6 });
    fc.assert(
      fc.property(files, files, (before, after) => {
        updateGolden(folder, new Map(before), atHome);
        updateGolden(folder, new Map(after), atHome);
        expect(goldenDifferences(folder, new Map(after))).toEqual([]);
      }),
      { numRuns: propertyRuns(50) },
    );
  });

  it.each(['true', '1', 'TRUE', 'yes'])('are never written where CI is %s', (value) => {
    write(reviewed);
    expect(() => updateGolden(folder, rendered, { CI: value })).toThrow(/never written in CI/);
    expect(writtenFiles()).toEqual(reviewed);
  });

  it('are written where CI is said to be off', () => {
    updateGolden(folder, rendered, { CI: 'false' });
    expect(writtenFiles()).toEqual(Object.fromEntries(rendered));
  });
});

describe('the report of differences', () => {
  it('shows a unified diff and names the command', () => {
    write({ 'dev/ledger.yaml': 'a: 1\nb: 2\n' });
    const differences = goldenDifferences(folder, new Map([['dev/ledger.yaml', 'a: 1\nb: 3\n']]));
    expect(formatDifferences(differences)).toMatchInlineSnapshot(`
      "1 golden file differs from what is rendered:
        changed: dev/ledger.yaml

      --- a/dev/ledger.yaml
      +++ b/dev/ledger.yaml
      @@ -1,2 +1,2 @@
       a: 1
      -b: 2
      +b: 3

      If the change is wanted, run \`npm run golden\`, read \`git diff test/golden\` and commit it."
    `);
  });

  it('lists every file, yet no more lines of diff than asked for', () => {
    const many = new Map(Array.from({ length: 30 }, (_, index) => [`dev/${index}.yaml`, 'a: 1\n'.repeat(20)]));
    const report = formatDifferences(goldenDifferences(folder, many), 40);
    expect(report.match(/^ {2}added: /gm)).toHaveLength(30);
    expect(report.split('\n').filter((line) => line.startsWith('+a:')).length).toBeLessThan(40);
    expect(report).toMatch(/… and \d+ more lines/);
  });

  it('is empty where nothing differs', () => {
    expect(formatDifferences([])).toBe('');
  });
});
