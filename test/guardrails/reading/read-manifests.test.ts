import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (files: Record<string, string | Buffer>): void => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};
const read = (...paths: string[]) =>
  readManifests({ paths: paths.length > 0 ? paths : ['.'], workingDirectory: folder });
const namesOf = ({ manifests }: ReturnType<typeof read>) => [...new Set(manifests.map(({ file }) => file))];
const object = (name: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\nstringData: {a: b}\n`;

describe('readManifests', () => {
  test('reads manifests in the order of names and nothing that .gitignore excludes', () => {
    write({
      '.gitignore': 'out/\n*.skip.yaml\n',
      'b/.gitignore': '!kept.skip.yaml\nlocal.yaml\n',
      'b/kept.skip.yaml': object('kept'),
      'b/local.yaml': object('local'),
      'a.yaml': object('a'),
      'c.skip.yaml': object('c'),
      'out/d.yaml': object('d'),
      'node_modules/e/e.yaml': object('e'),
      '.github/f.yml': object('f'),
      'readme.md': 'kind: Secret\n',
    });
    expect(namesOf(read())).toEqual(['.github/f.yml', 'a.yaml', 'b/kept.skip.yaml']);
  });

  test('heeds the lists of the enclosing repository, and reads what is named itself', () => {
    write({ '.git/HEAD': '', '.gitignore': 'gen.yaml\n', 'x/gen.yaml': object('g'), 'x/a.yaml': object('a') });
    expect(namesOf(read('x'))).toEqual(['x/a.yaml']);
    expect(namesOf(read('x/gen.yaml'))).toEqual(['x/gen.yaml']);
  });

  test('leaves nothing out because of a list that no program can read', () => {
    write({ 'a.yaml': object('a'), '.gitignore': `${'{{ if .a }}'.repeat(200_000)}\n` });
    expect(read().manifests.map(({ file }) => file)).toEqual(['a.yaml']);
  });

  test('follows links once, inside the tree only, and tells which lead nowhere', () => {
    write({ 'a/b.yaml': object('b') });
    const outside = mkdtempSync(join(tmpdir(), 'vaultwright-'));
    writeFileSync(join(outside, 'o.yaml'), object('o'));
    symlinkSync('..', join(folder, 'a/loop'));
    symlinkSync('a', join(folder, 'again'));
    symlinkSync('missing', join(folder, 'a/gone.yaml'));
    symlinkSync(outside, join(folder, 'a/out'));
    const found = read();
    rmSync(outside, { recursive: true });
    expect(found.files).toBe(1);
    expect(found.diagnostics.map(({ code, place }) => [code, place.position?.file])).toEqual([
      ['VW4007', 'a/gone.yaml'],
      ['VW4008', 'a/out'],
    ]);
  });

  test('follows the links of a tree that is itself named through a link, or stands beside the one they lead to', () => {
    write({ 'tree/.gitignore': 'left.yaml\n', 'tree/a/b.yaml': object('b'), 'tree/a/left.yaml': object('left') });
    write({ 'other/.gitignore': '*.skip.yaml\n', 'other/c.yaml': object('c') });
    symlinkSync('a', join(folder, 'tree/again'));
    symlinkSync('../tree/a', join(folder, 'other/over'));
    symlinkSync('tree', join(folder, 'named'));
    expect(namesOf(read('named'))).toEqual(['named/a/b.yaml']);
    expect(namesOf(read('other', 'tree'))).toEqual(['other/c.yaml', 'tree/a/b.yaml']);
  });

  const fifo = (name: string) => execFileSync('mkfifo', [join(folder, name)]);
  test.each<[string, () => void, string, string]>([
    ['a link to a device', () => symlinkSync('/dev/zero', join(folder, 'x.yaml')), 'x.yaml', 'VW4008'],
    [
      'a link to a FIFO of the tree',
      () => {
        fifo('pipe');
        symlinkSync('pipe', join(folder, 'x.yaml'));
      },
      'x.yaml',
      'VW4008',
    ],
    ['a circle of links', () => symlinkSync('x.yaml', join(folder, 'x.yaml')), 'x.yaml', 'VW4007'],
    [
      'a list of ignored files that is a link',
      () => symlinkSync('/dev/zero', join(folder, '.gitignore')),
      '.gitignore',
      'VW4006',
    ],
    ['a list of ignored files that is a FIFO', () => fifo('.gitignore'), '.gitignore', 'VW4006'],
    [
      'a generator that names a device',
      () => generator('dev/zero', () => symlinkSync('/dev', join(folder, 'dev'))),
      'dev/zero',
      'VW4008',
    ],
    ['a generator that names a FIFO', () => generator('pipe', () => fifo('pipe')), 'pipe', 'VW4008'],
    [
      'a generator that leaves the tree by a link',
      () => generator('out/passwd', () => symlinkSync('/etc', join(folder, 'out'))),
      'out/passwd',
      'VW4008',
    ],
    [
      'a generator behind a linked file',
      () => generator('in.env', () => symlinkSync('/etc/passwd', join(folder, 'in.env'))),
      'in.env',
      'VW4008',
    ],
  ])('opens nothing behind %s, and says so', (_, make, file, code) => {
    write({ 'a.yaml': object('a') });
    make();
    const { diagnostics, sources } = read();
    expect(diagnostics.map(({ code, place }) => [place.position?.file, code])).toContainEqual([file, code]);
    expect(sources.get(file)).toBeUndefined();
  });
  const generator = (named: string, make: () => void): void => {
    write({ 'kustomization.yaml': `secretGenerator:\n- name: s\n  files: [${named}]\n` });
    make();
  };

  test('keeps for code frames what it read, and nothing else', () => {
    write({ 'a.yaml': object('a'), 'b.txt': 'x' });
    const { sources } = read();
    write({ 'a.yaml': 'changed: since\n' });
    expect(sources.get('a.yaml')?.text).toBe(object('a'));
    expect(sources.get('b.txt')).toBeUndefined();
  });

  test('reads templates of Jinja and Go beside plain manifests', () => {
    write({
      'a.yaml.j2': `{% for name in names %}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: {{ name }}}\n{% endfor %}\n---\n${object('j')}`,
      'b.yaml.tmpl': object('t'),
    });
    const { manifests, diagnostics } = read();
    expect(manifests.map(({ value }) => value.kind)).toEqual(['Namespace', 'Secret', 'Secret']);
    expect(diagnostics).toEqual([]);
  });

  test.each<[string, Buffer, string[], number]>([
    ['UTF-16', Buffer.from(`\ufeff${object('u')}`, 'utf16le'), [], 1],
    ['a byte order mark', Buffer.from(`\ufeff${object('u')}`), [], 1],
    ['broken UTF-8', Buffer.concat([Buffer.from(object('u')), Buffer.from([0x23, 0xff, 0x0a])]), ['VW4003'], 1],
    ['zero bytes', Buffer.from('\0GITCRYPT\0\x01\x02'), ['VW4004'], 1],
    ['nothing', Buffer.alloc(0), [], 0],
  ])('reads %s', (_, bytes, codes, count) => {
    write({ 'a.yaml': bytes });
    const { manifests, diagnostics } = read();
    expect(manifests.length).toBe(count);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test.skipIf(process.getuid?.() === 0)('tells what it may not read', () => {
    write({ 'a.yaml': object('a') });
    chmodSync(join(folder, 'a.yaml'), 0);
    expect(read().diagnostics.map(({ code }) => code)).toEqual(['VW4006']);
  });

  test('reads of a huge file the lines that could matter, at their own numbers', () => {
    const filler = `${'x'.repeat(1023)}\n`;
    write({ 'a.yaml': `${filler.repeat(10_000)}password: changeme\n${filler.repeat(10_000)}` });
    const { manifests, diagnostics } = read();
    expect(diagnostics.map(({ code }) => code)).toEqual(['VW4005']);
    const [manifest] = manifests;
    expect(manifest?.value).toEqual({ password: 'changeme' });
    expect(manifest?.locate?.(['password'])).toEqual({ file: 'a.yaml', line: 10_001, column: 11 });
  });

  test.each([
    ['a line that is too long', `${'x'.repeat(9_000_000)}\npassword: changeme\n`],
    ['more telling lines than are kept', 'password: changeme-and-so-on\n'.repeat(300_000)],
    ['more lines than are counted', 'xxxx\n'.repeat(2_100_000)],
  ])('fails on a huge file with %s, since a part of it is not read', (_, text) => {
    write({ 'a.yaml': text });
    expect(read().diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['VW4009', 'error']]);
  });

  test('reads the files that a secretGenerator names, whatever their suffix', () => {
    write({
      'k/kustomization.yaml':
        'secretGenerator:\n- name: s\n  files: [password.txt, conf=nested/app.properties]\n  envs: [prod.secrets]\nconfigMapGenerator:\n- name: c\n  files: [plain.txt]\n',
      'k/password.txt': 'changeme\n',
      'k/nested/app.properties': '# top\ndb.password=one\n',
      'k/prod.secrets': 'TOKEN=two\n',
      'k/plain.txt': 'text\n',
    });
    const carried = read().manifests.filter(({ carrier }) => carrier);
    const shown = carried.map(({ file, value, carrier, locate }) => [
      file,
      value,
      carrier?.path.join('.'),
      locate?.([Object.keys(value)[0] ?? ''])?.line,
    ]);
    expect(shown).toEqual([
      ['k/password.txt', { 'password.txt': 'changeme\n' }, 'secretGenerator.0.files.0', 1],
      ['k/nested/app.properties', { 'db.password': 'one' }, 'secretGenerator.0.files.1', 2],
      ['k/prod.secrets', { TOKEN: 'two' }, 'secretGenerator.0.envs.0', 1],
    ]);
  });

  test('marks what a kustomization uses as a patch, together with what that carries', () => {
    write({
      'k/kustomization.yaml':
        'resources: [base.yaml]\npatches:\n- path: patch.yaml\npatchesStrategicMerge: [merge.yaml]\n',
      'k/base.yaml': object('a'),
      'k/patch.yaml': object('a'),
      'k/merge.yaml': object('a'),
    });
    const patches = read().manifests.filter(({ isPatch }) => isPatch);
    expect(patches.map(({ file }) => file)).toEqual(['k/merge.yaml', 'k/patch.yaml']);
  });

  test('reads the templates of a chart as templates, and its values as values', () => {
    write({
      'c/Chart.yaml': 'name: c\n',
      'c/values.yaml': 'auth: {existingSecret: ""}\n',
      'c/templates/a.yaml': `{{- if .Values.a }}\n${object('{{ .Release.Name }}')}{{- end }}\n`,
      'c/templates/_helpers.tpl': '{{- define "x" -}}\npassword: changeme\n{{- end }}\n',
    });
    const shown = read().manifests.map(({ file, role, isTemplate }) => [file, role, isTemplate ?? false]);
    expect(shown).toEqual([
      ['c/Chart.yaml', 'data', false],
      ['c/templates/_helpers.tpl', 'data', true],
      ['c/templates/a.yaml', 'object', true],
      ['c/values.yaml', 'values', false],
    ]);
  });

  test('reads as values what an Application or a kustomization names as such', () => {
    write({
      'app.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {sources: [{helm: {valueFiles: [$values/env/dev/redis.yaml, "{{x}}/other.yaml"]}}]}\n',
      'k/kustomization.yaml': 'helmCharts: [{name: a, valuesFile: ../settings.yaml}]\n',
      'env/dev/redis.yaml': 'a: b\n',
      'env/prod/redis.yaml': 'a: b\n',
      'settings.yaml': 'a: b\n',
      'other.yaml': 'a: b\n',
    });
    const values = read().manifests.filter(({ role }) => role === 'values');
    expect(values.map(({ file }) => file)).toEqual(['env/dev/redis.yaml', 'settings.yaml']);
  });

  test('reads a stream', () => {
    const { manifests } = readManifests({ paths: [], streams: [{ name: '<stdin>', bytes: Buffer.from(object('a')) }] });
    expect(manifests.map(({ file, role }) => [file, role])).toEqual([['<stdin>', 'object']]);
  });
});
