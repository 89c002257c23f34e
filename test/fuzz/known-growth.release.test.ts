import { describe, expect, test } from 'vitest';
import { growthOf, type TextOfLength } from './growth.ts';

const secretWith =
  (line: (index: number) => string, header = 'stringData:'): TextOfLength =>
  (length) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n${header}\n${Array.from({ length: Math.ceil(length / 20) }, (_, index) => line(index)).join('\n')}\n`;
const value =
  (pump: string, after = '!'): TextOfLength =>
  (length) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  password: ${JSON.stringify(pump.repeat(length / pump.length) + after)}\n`;

describe('twice the text takes about twice the time', () => {
  const texts: readonly (readonly [what: string, make: TextOfLength, file?: string])[] = [
    ['a path of variables', value('/:a')],
    ['SQL with many passwords', value("PASSWORD '")],
    ['URLs inside of URLs', (length) => value('a://b:@b:@')(length)],
    ['carriage returns', value('\r')],
    ['carriage returns in a template', (length) => `a: {{ ${'\r'.repeat(length)} }}\n`, 'a.yaml.tmpl'],
    ['unclosed actions', value('{{')],
    ['blank lines', value('\n')],
    ['escaped quotes', value('\\"')],
    ['a map of findings', secretWith((index) => `  key-${index}-password: changeme-${index}`)],
    ['a list of findings', secretWith((index) => `- name: P${index}_PASSWORD`, 'data: {}\nenv:')],
    [
      'one text of findings',
      secretWith((index) => `    P${index}_PASSWORD=changeme-9${index}`, 'stringData:\n  app.env: |'),
    ],
    [
      'a broken document of findings',
      secretWith((index) => `  key-${index}-password: changeme-${index}`, 'a: [\nstringData:'),
    ],
    ['closing brackets', (length) => `a: [\n${']\n'.repeat(length / 2)}`],
    [
      'anchors and aliases',
      secretWith((index) => `  k${index}: &a${index} changeme-9${index}\n  l${index}: *a${index}`),
    ],
  ];
  test.each(texts.map(([what, make, file = 'a.yaml']) => ({ what, make, file })))('$what', ({ make, file }) => {
    expect(growthOf(file, make)).toBeLessThan(3.2);
  });
});
