import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CeremonyFolder } from '../../../../src/lifecycle/commands/ceremony/ceremony-folder.ts';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'vaultwright-ceremony-')), 'ceremony');
});
afterEach(() => rmSync(join(path, '..'), { recursive: true }));

const open = (environment = 'production') => CeremonyFolder.open({ path, environment, officer: 'ada' });
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return /VW\d{4}/.exec((error as Error).message)?.[0];
  }
};
const said = { step: 'receipt', event: 'received' } as const;

describe('the folder of a ceremony', () => {
  test('is for its owner alone', () => {
    using folder = open();
    folder.say(said);
    folder.write('share-ada.gpg', Buffer.from([1]));
    folder.keep({ breakGlass: ['ada'] });
    const modes = ['', 'transcript.jsonl', 'state.json', 'share-ada.gpg'].map((file) =>
      (statSync(join(path, file)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['700', '600', '600', '600']);
  });

  test('goes on from what an earlier run said and kept', () => {
    {
      using folder = open();
      folder.cluster = 'c1';
      folder.say(said);
      folder.keep({ breakGlass: ['ada'] });
    }
    using again = open();
    expect(again.say(said)).toMatchObject({ number: 2, cluster: 'c1', officer: 'ada' });
    expect(again.state.breakGlass).toEqual(['ada']);
  });

  test('forgets the half line of a run that died while it wrote it', () => {
    {
      using folder = open();
      folder.say(said);
    }
    const whole = readFileSync(join(path, 'transcript.jsonl'), 'utf8');
    appendFileSync(join(path, 'transcript.jsonl'), whole.slice(0, 30));
    using again = open();
    expect(again.records).toHaveLength(1);
    expect(readFileSync(join(path, 'transcript.jsonl'), 'utf8')).toBe(whole);
  });

  test('is used by one run at a time; what a dead one left is taken over', () => {
    {
      using _ = open();
      // A process that lives, and is not this one.
      writeFileSync(join(path, 'lock'), String(process.ppid));
      expect(codeOf(() => open())).toBe('VW5234');
      writeFileSync(join(path, 'lock'), '4194304');
      using over = open();
      expect(over.records).toEqual([]);
    }
    expect(codeOf(() => open()[Symbol.dispose]())).toBeUndefined();
  });

  test.each<[string, () => void]>([
    ['a changed transcript', () => writeFileSync(join(path, 'transcript.jsonl'), '{}\n')],
    ['a state that is none', () => writeFileSync(join(path, 'state.json'), '{')],
    ['a state with more than belongs in it', () => writeFileSync(join(path, 'state.json'), '{"share":"x"}')],
  ])('is refused with %s', (_, change) => {
    open()[Symbol.dispose]();
    change();
    expect(codeOf(() => open())).toBe('VW5235');
    // And is not left locked.
    expect(codeOf(() => statSync(join(path, 'lock')))).toBeUndefined();
  });

  test('is refused for another environment', () => {
    {
      using folder = open();
      folder.say(said);
    }
    expect(codeOf(() => open('staging'))).toBe('VW5235');
  });
});
