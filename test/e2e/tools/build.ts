// Starts `build-all.ts` on the pinned Node.js. Runs on whatever Node.js the machine has, hence plain
// JavaScript; `build.ts` is a link to it, so that either name works.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('build-all.ts', import.meta.url));
const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
const node = existsSync(pinned) ? pinned : process.execPath;

if (node === pinned || Number(process.versions.node.split('.')[0]) >= 24) {
  const { status } = spawnSync(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(
    `Run \`npm ci\` first: it brings the Node.js that runs TypeScript sources, which ${process.version} does not.\n`,
  );
  process.exitCode = 2;
}
