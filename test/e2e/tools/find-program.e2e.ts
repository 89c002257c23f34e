// e2e: needs external-secrets, needs actionlint, needs starlark, needs helm, needs argocd
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importSources } from '../../../scripts/crd-import/import-source.ts';
import { buildProgram, cachedBinary } from './build-program.ts';
import { findProgram } from './find-program.ts';
import { versionMismatch } from './program-version.ts';
import { programs, requiredPrograms } from './programs.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-program-'));
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

const say = (line: string): void => void said.push(line);

/** Puts a program there that prints a text, whatever it is asked. */
function fake(name: string, prints: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho '${prints}'\n`);
  chmodSync(file, 0o755);
  return file;
}

const find = (environment: NodeJS.ProcessEnv) =>
  findProgram('etcd', { environment: { XDG_CACHE_HOME: folder, ...environment }, say });

describe('a program of the bench', () => {
  test('is the given one, where that has the pinned version', async () => {
    const given = fake('mine', 'etcd Version: 3.7.3');
    expect(await find({ VAULTWRIGHT_E2E_ETCD: given })).toBe(given);
  });

  test('is refused, where the given one has another version', async () => {
    const given = fake('mine', 'etcd Version: 3.7.30');
    await expect(find({ VAULTWRIGHT_E2E_ETCD: given })).rejects.toThrow(/VW9003.*v3\.7\.3.*3\.7\.30/s);
  });

  test('is the one of PATH, where that has the pinned version', async () => {
    const inPath = fake('etcd', 'etcd Version: 3.7.3');
    expect(await find({ PATH: folder })).toBe(inPath);
  });

  test('is not the one of PATH with another version; without Go that is an error, and nothing is left in the cache', async () => {
    const inPath = fake('etcd', 'etcd Version: 3.5.0');
    await expect(find({ PATH: folder })).rejects.toThrow(/VW9001.*Install Go/s);
    expect(said).toEqual([`etcd: ${inPath} is not v3.7.3, not used`]);
  });

  test('is refused, where its build fails, and nothing is left in the cache', async () => {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    writeFileSync(join(tools, 'go'), '#!/bin/sh\n[ "$1" = version ]\n');
    chmodSync(join(tools, 'go'), 0o755);
    const environment = { PATH: `${tools}:/usr/bin:/bin`, XDG_CACHE_HOME: folder };
    await expect(buildProgram(programs.etcd, environment, say)).rejects.toThrow(/VW9002.*status 1/s);
    expect(existsSync(cachedBinary(programs.etcd, environment))).toBe(false);
    expect(said).toEqual([expect.stringMatching(/^etcd v3\.7\.3: building, about 1 min/)]);
  });

  test('is built once, where two processes want it at the same time', async () => {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    const built = fake('built', 'etcd Version: 3.7.3');
    // As `go build … -o OUTPUT PACKAGE`, and writes down that it did.
    const build = `[ "$1" = version ] && exit; echo >>${folder}/builds; sleep 1; while [ "$1" != -o ]; do shift; done; cp ${built} "$2"`;
    writeFileSync(join(tools, 'go'), `#!/bin/sh\n${build}\n`);
    chmodSync(join(tools, 'go'), 0o755);
    const environment = { PATH: `${tools}:/usr/bin:/bin`, XDG_CACHE_HOME: folder };
    const found = await Promise.all([1, 2].map(() => findProgram('etcd', { environment, say })));
    const target = cachedBinary(programs.etcd, environment);
    expect(found).toEqual([target, target]);
    expect(readFileSync(join(folder, 'builds'), 'utf8')).toBe('\n');
    expect(said).toContain('etcd v3.7.3: another process builds it');
    expect(existsSync(`${target}.lock`)).toBe(false);
  });

  test('is built by the next, where the process that built it was killed', async () => {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    writeFileSync(join(tools, 'go'), '#!/bin/sh\n[ "$1" = version ]\n');
    chmodSync(join(tools, 'go'), 0o755);
    const environment = { PATH: `${tools}:/usr/bin:/bin`, XDG_CACHE_HOME: folder };
    const lock = `${cachedBinary(programs.etcd, environment)}.lock`;
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, '');
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(lock, longAgo, longAgo);
    // It comes to the build, which fails here.
    await expect(findProgram('etcd', { environment, say })).rejects.toThrow(/VW9002/);
  });

  test('has a place in the cache that depends on its module and flags', () => {
    const [module, other] = ['one', 'two'].map((name) => join(folder, name)) as [string, string];
    for (const [path, sum] of [
      [module, 'a'],
      [other, 'b'],
    ] as const) {
      mkdirSync(path);
      writeFileSync(join(path, 'go.mod'), 'module example\n');
      writeFileSync(join(path, 'go.sum'), sum);
    }
    const { etcd } = programs;
    const place = (source: object): string =>
      cachedBinary({ ...etcd, source: { ...etcd.source, ...source } }, { XDG_CACHE_HOME: folder });
    const places = [{ module }, { module: other }, { module, linkerFlags: '-X a=b' }, { module, package: 'other' }].map(
      place,
    );
    expect(new Set(places).size).toBe(4);
    expect(place({ module })).toBe(places[0]);
  });
});

describe('the programs of this run', () => {
  test.each(requiredPrograms)('%s has the pinned version', async (name) => {
    const binary = process.env[programs[name].variable];
    if (binary === undefined) throw new TypeError('Run these tests by `npm run test:e2e`.');
    expect(await versionMismatch(programs[name], binary)).toBeUndefined();
  });

  test('the proof by build information can fail', async () => {
    const { etcd, 'external-secrets': operator } = programs;
    expect(await versionMismatch(operator, process.env[etcd.variable] ?? '')).toMatch(/another version/);
  });

  test('the operator is the one from whose definitions the imports are made', () => {
    const version = importSources.find(({ name }) => name === 'external-secrets.io')?.version;
    expect(programs['external-secrets'].version).toBe(version);
    const module = readFileSync(join(programs['external-secrets'].source.module, 'go.mod'), 'utf8');
    expect(module).toContain(`github.com/external-secrets/external-secrets ${version} `);
  });
});
