import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyOfPlatform, example, service } from './copy-of-platform.ts';
import { synthesis, withoutMarker } from './synthesis.ts';

function temporaryCopy(): string {
  const copy = copyOfPlatform();
  onTestFinished(() => fs.rmSync(copy, { recursive: true, force: true }));
  return copy;
}

test('the ledger service compiles, unless it names a key that its Secret does not have', () => {
  const copy = temporaryCopy();
  const services = path.join(copy, 'src', 'services');
  const text = fs.readFileSync(example, 'utf8');
  fs.writeFileSync(path.join(services, 'ledger.ts'), text);
  fs.writeFileSync(
    path.join(services, 'wrong.ts'),
    text.replace("db.key('LEDGER_DATABASE_PASSWORD')", "db.key('url')"),
  );
  const files = ['ledger.ts', 'wrong.ts'].map((file) => `src/services/${file}`);
  fs.writeFileSync(
    path.join(copy, 'tsconfig.ledger.json'),
    JSON.stringify({ extends: './tsconfig.json', include: [], files }),
  );
  const compiler = path.join(copy, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', 'tsconfig.ledger.json', '--pretty', 'false', '--singleThreaded'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  const errors = stdout.split('\n').filter((line) => line.includes(': error '));
  expect(errors).toEqual([expect.stringMatching(/^src\/services\/wrong\.ts\(\d+,\d+\): error TS2345: .*"url"/)]);
});

test('removing the ledger service leaves no trace', () => {
  const copy = temporaryCopy();
  const main = path.join(copy, 'src', 'main.ts');
  const rendered = () => withoutMarker(synthesis(copy, main));
  const before = rendered();
  expect(before.size).toBeGreaterThan(0);
  fs.copyFileSync(example, path.join(copy, service));
  expect(rendered().size).toBeGreaterThan(before.size);
  fs.rmSync(path.join(copy, service));
  expect(Object.fromEntries(rendered())).toEqual(Object.fromEntries(before));
});
