import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Lockfile, lockedPackages, lockViolations } from './lockfile/lock-violations.ts';

/**
 * Part of `npm run check`: the lock file installs the same packages everywhere. Takes another root for its
 * own test.
 */
const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const lockfile: Lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const violations = lockViolations(lockfile);

for (const { entry, what } of violations) process.stderr.write(`${entry || 'package.json'} ${what}\n`);
const count = lockedPackages(lockfile);
process.stdout.write(`lock file: ${count} packages, ${violations.length} violations\n`);
if (violations.length > 0) process.stderr.write('CONTRIBUTING, "Add a dependency", has the remedy.\n');
// A file without packages is a blind check, not a sound lock.
if (violations.length > 0 || count === 0) process.exitCode = 1;
