import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VaultwrightError } from '../../src/model/diagnostics/errors.ts';
import { writeOutput } from '../../src/rendering/write-output.ts';
import { marker, newFiles, oldFiles, read } from './written-output.ts';

let parent = '';
let target = '';
beforeEach(() => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-output-'));
  target = path.join(parent, 'dist');
});
afterEach(() => fs.rmSync(parent, { recursive: true }));

const write = (files: Record<string, string>, to = target): string => writeOutput(to, new Map(Object.entries(files)));

const codesOf = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof VaultwrightError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
  return [];
};

describe('the content', () => {
  test('is replaced as a whole, and nothing stays beside the target', () => {
    expect(write(oldFiles)).toBe('written');
    expect(read(target)).toEqual(oldFiles);
    expect(write(newFiles)).toBe('written');
    expect(read(target)).toEqual(newFiles);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });

  test('may be written where no folder is around it yet, and into an empty folder', () => {
    write(newFiles, path.join(target, 'deep', 'er'));
    expect(read(path.join(target, 'deep', 'er'))).toEqual(newFiles);
    fs.mkdirSync(path.join(parent, 'empty'));
    write(newFiles, path.join(parent, 'empty'));
    expect(read(path.join(parent, 'empty'))).toEqual(newFiles);
  });

  test('is left alone where it is the same already, times of modification included', () => {
    write(oldFiles);
    const long = new Date('2020-01-01T00:00:00Z');
    for (const file of [...Object.keys(oldFiles), '.']) fs.utimesSync(path.join(target, file), long, long);
    const { ino } = fs.statSync(target);
    expect(write(Object.fromEntries(Object.entries(oldFiles).reverse()))).toBe('unchanged');
    expect(fs.statSync(target)).toMatchObject({ ino, mtime: long });
    fs.writeFileSync(path.join(target, 'README.md'), 'edited by hand\n');
    expect(write(oldFiles)).toBe('written');
    expect(read(target)).toEqual(oldFiles);
  });

  test.each([
    ['where files can be linked', true],
    ['where they cannot', false],
  ])('keeps the files whose text stays the same, %s', (_name, canLink) => {
    write(oldFiles);
    const long = new Date('2020-01-01T00:00:00Z');
    for (const file of Object.keys(oldFiles)) fs.utimesSync(path.join(target, file), long, long);
    const link = vi.spyOn(fs, 'linkSync');
    if (!canLink)
      link.mockImplementation(() => {
        throw Object.assign(new Error('not permitted'), { code: 'EPERM', syscall: 'link' });
      });
    write({ ...oldFiles, 'README.md': 'new\n' });
    link.mockRestore();
    expect(read(target)).toEqual({ ...oldFiles, 'README.md': 'new\n' });
    const isOld = (file: string): boolean => fs.statSync(path.join(target, file)).mtimeMs === long.getTime();
    expect(Object.keys(oldFiles).filter(isOld)).toEqual(canLink ? ['dev/web/a.yaml', 'dev/web/b.yaml'] : []);
  });

  test('has a marker that lists it by code point, the same bytes whatever the order of the files', () => {
    write({ '😀': '', '\uffee': '', b: '', B2: '' });
    expect(JSON.parse(fs.readFileSync(path.join(target, marker), 'utf8'))).toEqual({
      format: 1,
      files: ['B2', 'b', '\uffee', '😀'],
    });
  });

  test('is as readable as any folder made here', () => {
    write(oldFiles);
    fs.mkdirSync(path.join(parent, 'ordinary'));
    expect(fs.statSync(target).mode).toBe(fs.statSync(path.join(parent, 'ordinary')).mode);
  });
});

describe('a killed run', () => {
  test('is recovered by the next write alone', () => {
    write(oldFiles);
    fs.renameSync(target, path.join(parent, '.dist.previous'));
    fs.mkdirSync(path.join(parent, '.dist.staging-999999999-abcdef'));
    write(newFiles);
    expect(read(target)).toEqual(newFiles);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });

  test('does not cost a live run its staging folder, nor others theirs', () => {
    const others = [`.dist.staging-${process.ppid}-abcdef`, '.other.staging-999999999-abcdef', '.dist.staging-notes'];
    for (const name of others) fs.mkdirSync(path.join(parent, name));
    write(oldFiles);
    expect(fs.readdirSync(parent)).toEqual([...others, 'dist'].sort());
  });
});

describe('refused, and nothing is changed:', () => {
  const ends = (files: Record<string, string>): string[] => {
    write(oldFiles);
    const codes = codesOf(() => write(files));
    expect(read(target)).toEqual(oldFiles);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
    return codes;
  };

  test.each([
    '../out',
    'a/../../out',
    '/etc/out',
    'a//b',
    './a',
    'a/.',
    '',
    'a\\b',
    'C:/a',
    'a\0b',
    'a\nb',
    marker,
    'é'.repeat(130),
  ])('the path %j', (file) => expect(ends({ [file]: 'x', fine: 'x' })).toEqual(['VW1920']));

  test.each([
    ['two files that differ by case', 'a/B.yaml', 'a/b.yaml'],
    ['two folders that differ by case', 'a/x.yaml', 'A/y.yaml'],
    ['two Unicode forms of one name', 'caf\u00e9', 'cafe\u0301'],
    ['a file where a folder is', 'a', 'a/b'],
    ['the marker in capitals', 'fine', marker.toUpperCase()],
  ])('%s', (_name, a, b) => expect(ends({ [a]: 'x', [b]: 'x' })).toEqual(['VW1921']));

  test.each(['a\r\nb', '\ud800'])('the text %j', (text) => expect(ends({ fine: 'x', bad: text })).toEqual(['VW1922']));

  test('all of these at once', () => {
    expect(ends({ '../a': '\r', b: 'x', B: 'x' }).sort()).toEqual(['VW1920', 'VW1921', 'VW1922']);
  });

  const mine = 'kept\n';
  const occupied: [string, string, () => void][] = [
    [
      'a folder without a marker',
      'VW1923',
      () => {
        fs.mkdirSync(target);
        fs.writeFileSync(path.join(target, 'mine'), mine);
      },
    ],
    [
      'a folder where a person added a file',
      'VW1923',
      () => {
        write(oldFiles);
        fs.writeFileSync(path.join(target, 'dev', 'mine'), mine);
      },
    ],
    [
      'a folder with a marker that says nothing',
      'VW1923',
      () => {
        write(oldFiles);
        fs.writeFileSync(path.join(target, marker), '{');
      },
    ],
    ['a file', 'VW1924', () => fs.writeFileSync(target, mine)],
    [
      'a symbolic link',
      'VW1924',
      () => {
        fs.mkdirSync(path.join(parent, 'real'));
        fs.symlinkSync('real', target);
      },
    ],
    [
      'a folder whose place for the previous content is taken',
      'VW1923',
      () => {
        write(oldFiles);
        fs.mkdirSync(path.join(parent, '.dist.previous'));
        fs.writeFileSync(path.join(parent, '.dist.previous', 'mine'), mine);
      },
    ],
  ];
  test.each(occupied)('%s', (_name, code, occupy) => {
    occupy();
    const before = read(parent);
    expect(codesOf(() => write(newFiles))).toEqual([code]);
    expect(read(parent)).toEqual(before);
  });

  test('the root of the file system', () => expect(codesOf(() => write(newFiles, '/'))).toEqual(['VW1924']));

  test('a folder in which the system lets nothing be made', () => {
    fs.writeFileSync(path.join(parent, 'file'), mine);
    expect(codesOf(() => write(newFiles, path.join(parent, 'file', 'dist')))).toEqual(['VW1926']);
  });

  test('nothing more than what desktops leave behind', () => {
    write(oldFiles);
    fs.writeFileSync(path.join(target, 'dev', '.DS_Store'), 'x');
    write(newFiles);
    expect(read(target)).toEqual(newFiles);
  });
});
