import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { pinPrograms } from '../../scripts/golden/pin-programs.ts';
import { emitYaml } from '../../src/rendering/yaml-emitter.ts';
import { sharedRendering } from './shared-rendering.ts';

const hashOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const configMap = (program: string) => ({
  kind: 'ConfigMap',
  data: { 'a.json': '{\n}\n', 'bootstrap.mjs': program, 'c.json': '{\n}\n' },
});
const pinned = (text: string): string => pinPrograms(new Map([['a.yaml', text]])).get('a.yaml') ?? '';

describe('the golden form of a program', () => {
  it('is its hash, the one of the file that is mounted', () => {
    const line = fc.string({ maxLength: 20 }).filter((text) => /^[ -~]*$/.test(text));
    // One line break at the end at most: esbuild writes no more, and a block with more is not written as
    // such.
    const program = fc
      .tuple(fc.array(line, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '\n'))
      .map(([lines, end]) => `import"node:fs";\n${lines.join('\n')};${end}`);
    fc.assert(
      fc.property(program, (text) => {
        const object = configMap(text);
        expect(load(pinned(emitYaml([object])))).toEqual({
          ...object,
          data: { ...object.data, 'bootstrap.mjs': hashOf(text) },
        });
      }),
    );
  });

  it('changes with the program, by one line', () => {
    const [before, after] = ['let a = 1;\n\nlet b;\n', 'let a = 2;\n\nlet b;\n'].map((text) =>
      pinned(emitYaml([configMap(text)])).split('\n'),
    );
    expect(before?.filter((line, index) => line !== after?.[index])).toHaveLength(1);
    expect(before).toHaveLength(after?.length ?? 0);
  });

  it('leaves every other text as it is', () => {
    const text = emitYaml([{ kind: 'ConfigMap', data: { 'a.json': '{\n}\n', 'notes.mjs.txt': 'one\ntwo\n' } }]);
    expect(pinned(text)).toBe(text);
  });
});

it('stands for each program of the platform', async () => {
  const { files } = await sharedRendering();
  const golden = pinPrograms(files);
  const changed = [...files].filter(([path, text]) => golden.get(path) !== text).map(([path]) => path);
  const bootstrap = 'foundation/foundation-vault-bootstrap/foundation-vault-bootstrap.k8s.yaml';
  expect(changed).toEqual(expect.arrayContaining([`dev/${bootstrap}`, `local/${bootstrap}`]));
  for (const path of changed) {
    const objects = loadAll(files.get(path) ?? '') as Rendered[];
    const programs = objects.flatMap(({ data = {}, migrations }) => [
      ...Object.entries(data).flatMap(([key, text]) => (key.endsWith('.mjs') ? [[`  ${key}:`, text] as const] : [])),
      ...(migrations?.extraInitContainers ?? []).map(({ command }) => ['        -', command[3] ?? ''] as const),
    ]);
    expect(programs.length).toBeGreaterThan(0);
    for (const [key, text] of programs) expect(golden.get(path)).toContain(`\n${key} ${hashOf(text)}\n`);
  }
});

/** Where programs stand: in ConfigMaps, and in the arguments of a container. */
interface Rendered {
  readonly data?: Readonly<Record<string, string>>;
  readonly migrations?: { readonly extraInitContainers?: readonly { readonly command: readonly string[] }[] };
}
