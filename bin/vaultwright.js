#!/usr/bin/env node
// Compiled code is kept between runs where Node.js can (22.8 and later); that halves the start.
import { existsSync } from 'node:fs';
import module from 'node:module';

const program = new URL('../lib/cli/main.js', import.meta.url);
if (existsSync(program)) {
  module.enableCompileCache?.();
  const { run } = await import(program.href);
  await run();
} else {
  console.error('vaultwright is not built in this clone.\n  fix: npm run build');
  process.exitCode = 2;
}
