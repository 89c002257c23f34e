// Compiled code is kept between runs: to load and strip seven hundred modules takes a second of CPU, to read
// what was made of them a quarter. `node_modules` belongs to who may change the code anyway; nothing is
// shared beyond it.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/vaultwright/compiled', import.meta.url)));
