import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeSmallDist } from '../lifecycle/commands/rendered/small-dist.ts';
import { answer, ScriptedServer } from '../lifecycle/scripted-server.ts';
import { folderWith } from './run-cli.ts';

const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
// Returns a program a terminal of its own, and writes what that terminal shows.
const hasScript = spawnSync('script', ['--version']).status === 0;

/** Types something once the terminal shows what is waited for. */
async function atTerminal(folder: string, command: string, prompt: string, typed: string) {
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let isTyped = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    if (!isTyped && shown.includes(prompt)) {
      isTyped = true;
      child.stdin.write(typed);
    }
  });
  const status = await new Promise<number | null>((settle) => child.on('close', settle));
  return { status, shown };
}

describe.skipIf(!hasScript)('a secret that is asked for', () => {
  test('is not shown while it is typed, and reaches Vault as it was meant', async () => {
    const folder = folderWith({});
    writeSmallDist(folder);
    await using vault = await ScriptedServer.start((_, response) => answer(response, 400, { errors: ['invalid'] }));
    const password = randomBytes(12).toString('hex');
    const command = `${process.execPath} ${main} ceremony verify -e strict --as ada --vault-address ${vault.origin}`;
    // A typing error, and its correction.
    const { status, shown } = await atTerminal(folder, command, 'the password of ada: ', `${password}x\u007f\r`);
    rmSync(folder, { recursive: true });
    expect(status, shown).toBe(1);
    expect(shown).toContain('error VW5008: ');
    expect(shown).not.toContain(password);
    const [login] = vault.requests.filter(({ path }) => path === '/v1/auth/break-glass/login/ada');
    expect(JSON.parse(login?.body ?? '{}')).toEqual({ password });
  });
});
