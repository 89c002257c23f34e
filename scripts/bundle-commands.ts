import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Joins the emitted commands with everything that they import into a few files, one a command and what
 * commands share.
 *
 * Finding and opening 150 modules takes longer than checking a small repository; whoever imports the library
 * still gets its modules.
 *
 * @param outDir folder that `tsc` emitted into
 */
export async function bundleCommands(outDir: string): Promise<void> {
  const folder = join(outDir, 'cli');
  await build({
    entryPoints: [join(folder, 'main.js')],
    outdir: folder,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    // Dependencies that are CommonJS call `require` for modules of Node.js.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    chunkNames: 'bundled-[name]-[hash]',
    legalComments: 'inline',
  });
  for (const file of await readdir(folder))
    if (!/^(?:main|bundled-.*)\.js$/.test(file)) await rm(join(folder, file), { recursive: true });
}
