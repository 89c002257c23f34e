import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('a clone in which nothing is built yet says what to do', () => {
  const clone = mkdtempSync(join(tmpdir(), 'unbuilt-'));
  try {
    cpSync(join(import.meta.dirname, '../../bin'), join(clone, 'bin'), { recursive: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'bin/vaultwright.js'), 'check', '.'], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'vaultwright is not built in this clone.\n  fix: npm run build\n',
    });
  } finally {
    rmSync(clone, { recursive: true });
  }
});
