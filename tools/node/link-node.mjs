// Runs as `prepare`, after every `npm ci`, on whatever Node.js the machine has: plain JavaScript for that
// reason.
//
// npm before 11.19 removes the `node` command of the platform package that it installed, when it clears away
// the packages of the other platforms, whose command has the same name. Linking it again is all that is
// missing.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const installed = [`node-${platform}`, `node-bin-${platform}`].find((name) =>
  existsSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url)),
);

if (installed !== undefined) {
  execSync(`npm rebuild --ignore-scripts ${installed}`, { stdio: ['ignore', 'ignore', 'inherit'] });
} else if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `There is no pinned Node.js for ${platform}, and ${process.version} does not run TypeScript sources. Install Node.js 24 or later.\n`,
  );
  process.exitCode = 1;
}
