import { buildLibrary } from './build-library.ts';

/** `npm run build`, which `npm pack` and `npm publish` run first: emits `lib/`. */
try {
  await buildLibrary();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
