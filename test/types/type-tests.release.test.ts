import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'vitest';
import { emitLibrary } from '../../scripts/build-library.ts';
import { itHoldsFor } from './it-holds-for.ts';
import { compileTypeTests } from './type-tests.ts';

const repository = join(import.meta.dirname, '..', '..');

describe('the type tests against the emitted declarations', () =>
  itHoldsFor(async (folder) => {
    const library = join(folder, 'package', 'lib');
    await emitLibrary(library);
    await cp(join(repository, 'imports'), join(folder, 'package', 'imports'), { recursive: true });
    return compileTypeTests(join(folder, 'lib'), library, '.d.ts');
  }));
