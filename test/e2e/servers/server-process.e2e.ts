import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeConnections, exchange } from '../clients/http-exchange.ts';
import { freePort } from '../namespace/bench-network.ts';
import { until } from '../platform/until.ts';
import { ServerProcess } from './server-process.ts';

let folder: string;
let port: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'server-process-'));
  port = await freePort();
});

afterEach(() => {
  closeConnections();
  rmSync(folder, { recursive: true });
});

const pidFile = () => join(folder, 'pid');
const keepPid = () => `require('node:fs').writeFileSync(${JSON.stringify(pidFile())}, String(process.pid));`;
const listen = () => `${keepPid()} require('node:http').createServer((_, r) => r.end()).listen(${port}, '127.0.0.1');`;
const stay = 'setInterval(() => {}, 1000);';

/** Starts a program of some lines as a server that is ready once something answers on the port. */
const start = (program: string, startTimeout = 10_000) =>
  ServerProcess.start({
    name: 'example',
    command: [process.execPath, '-e', program],
    log: join(folder, 'log'),
    listensAt: { host: '127.0.0.1', port },
    startTimeout,
    isReady: async () => (await exchange({ method: 'GET', url: `http://127.0.0.1:${port}` })).status === 200,
  });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a server that answers itself is running until it is stopped', async () => {
  const server = await start(listen());
  expect(isAlive(server.pid)).toBe(true);
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
});

test('where something listens already, nothing is started', async () => {
  const other = createServer();
  await new Promise<void>((settle) => other.listen(port, '127.0.0.1', settle));
  await expect(start(listen())).rejects.toThrow(/VW9009.*127\.0\.0\.1:\d+, where example is to listen/s);
  other.close();
  expect(existsSync(pidFile())).toBe(false);
});

test('an answer of another server does not count, and the one just started is ended', async () => {
  const other = `require('node:http').createServer((_, r) => r.end()).listen(${port}, '127.0.0.1');`;
  // Starts the other one as a process of its own and never listens itself.
  const program = `${keepPid()} require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(other)}]); ${stay}`;
  await expect(start(program)).rejects.toThrow(/VW9009.*Another process answers/s);
  expect(isAlive(Number(readFileSync(pidFile(), 'utf8')))).toBe(false);
});

test.each([
  [
    'ends at its start',
    () => `${keepPid()} console.log('the reason'); process.exit(3);`,
    /VW9005.*status 3.*the reason/s,
  ],
  ['is never ready', () => `${keepPid()} ${stay}`, /VW9005.*was not ready in time/s],
])('a server that %s is named with its log, and nothing of it runs on', async (_name, program, message) => {
  await expect(start(program(), 1_000)).rejects.toThrow(message);
  expect(isAlive(Number(readFileSync(pidFile(), 'utf8')))).toBe(false);
});

test('a server ends with the process that started it', async () => {
  const program = [
    `import { ServerProcess } from ${JSON.stringify(join(import.meta.dirname, 'server-process.ts'))};`,
    `import { existsSync } from 'node:fs';`,
    `await ServerProcess.start({ name: 'example', command: [process.execPath, '-e', ${JSON.stringify(listen())}],`,
    `  log: ${JSON.stringify(join(folder, 'log'))}, listensAt: { host: '127.0.0.1', port: ${port} },`,
    `  isReady: async () => existsSync(${JSON.stringify(pidFile())}) && (await fetch('http://127.0.0.1:${port}')).ok });`,
    'process.exit(0);',
  ].join('\n');
  const starter = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: 'inherit' });
  expect(await new Promise((settle) => starter.on('close', settle))).toBe(0);
  const pid = Number(readFileSync(pidFile(), 'utf8'));
  await until(5_000, async () => (isAlive(pid) ? 'the server still runs' : undefined));
});
