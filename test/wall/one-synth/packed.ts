// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { configMap } from '../inline-secret.ts';
import { type Case, type Kind, map, of, resource, word } from './case.ts';

const _hex = (length: number): string => '0a1b2c3d4e5f6789'.repeat(Math.ceil(length / 16)).slice(0, length);

const settings = `user=reader\npassword=${word}\nmode=plain\n`;

const bytes = (title: string, content: Buffer): readonly Case[] => [
  of(`${title} in a ConfigMap`, { ...configMap, binaryData: { blob: content.toString('base64') } }),
  resource(`${title} in base64`, { blob: content.toString('base64') }),
];

const chunk = (kind: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([kind, body.length + 4, 0, 0, 1, 2, 3, 4]), body]);

const text = Buffer.from(settings);

const soft = settings.replace(/(.{5})/g, '$1=\n');

export const packed: readonly Kind[] = [
  {
    kind: 'in a format that is opened or refused',
    cases: [
      ...bytes(
        'bzip2',
        Buffer.from(
          'QlpoOTFBWSZTWaNKthgAADjZgAAQQAQAAjcj3IAgAFCmmRiYmIIpEwgyPUwOXLRs/NRu7HwdPowMPrZgYdNBo1HYyOHh23Q7HIyMsjQfxdyRThQkKNKthgA=',
          'base64',
        ),
      ),
      ...bytes(
        'xz',
        Buffer.from(
          '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ACbACxdADgYSuADCc/39Y1o/P29lklDj6f2qqsI+bW8JHKiNEwaF8p51vwkrwBAA/AAAOjUD5ITdN1OAAFInAEAAACo8RSMscRn+wIAAAAABFla',
          'base64',
        ),
      ),
      ...bytes(
        'lzma',
        Buffer.from('XQAAgAD//////////wA4GErgAwnP9/WNaPz9vZZJQ4+n9qqrCPm1vCRyojRMGhfKedb8JK8ARhJq///9PdAA', 'base64'),
      ),
      ...bytes('framed snappy', Buffer.concat([Buffer.from('ff060000734e61507059', 'hex'), chunk(1, text)])),
      ...bytes('raw snappy', Buffer.concat([Buffer.from([text.length, (text.length - 1) << 2]), text])),
      ...bytes(
        'lz4',
        Buffer.concat([
          Buffer.from('04224d1860407381000000', 'hex'),
          Buffer.from([text.length, 0, 0, 0x80]),
          text,
          Buffer.alloc(4),
        ]),
      ),
      ...bytes('a block of lz4', Buffer.concat([Buffer.from([0xf0, text.length - 15]), text])),
      ...bytes('7z', Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(60, 7)])),
      ...bytes('rar', Buffer.concat([Buffer.from('526172211a070100', 'hex'), Buffer.alloc(60, 7)])),
      ...bytes('compress', Buffer.concat([Buffer.from('1f9d90', 'hex'), Buffer.alloc(60, 7)])),
      ...bytes('lzip', Buffer.concat([Buffer.from('4c5a495001', 'hex'), Buffer.alloc(60, 7)])),
      ...bytes('a broken gzip', Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), Buffer.alloc(60, 7)])),
      ...bytes(
        'MessagePack',
        Buffer.concat([Buffer.from([0x81, 0xa8]), Buffer.from('password'), Buffer.from([0xa8]), Buffer.from(word)]),
      ),
      ...bytes(
        'BSON',
        Buffer.concat([
          Buffer.from([0x20, 0, 0, 0, 2]),
          Buffer.from('password\0'),
          Buffer.from([9, 0, 0, 0]),
          Buffer.from(`${word}\0\0`),
        ]),
      ),
      ...bytes(
        'a text among bytes',
        Buffer.concat([Buffer.from([0, 1, 2, 0xff, 0xfe, 3, 4, 5, 6, 7]), text, Buffer.from([0, 1, 2, 0xff, 0xfe])]),
      ),
      map('one character by its number', `password%3D${word}\n`),
      map(
        'all of it by numbers',
        [...settings].map((sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
      ),
      map('a form with numbers', `user=app&pass%77ord=${word}`, 'body'),
      map(
        'quoted-printable',
        settings.replaceAll('s', '=73').replaceAll('=re', '=3Dre').replaceAll(`=${word}`, `=3D${word}`),
      ),
      map('quoted-printable over lines', soft),
      map('a URL inside of a URL', `https://example.org/?to=https%3A%2F%2Fapp%3A${word}%40db`),
      map('twice by numbers', `password%253D${word}\n`),
      map('letters of HTML', `pass&#119;ord=${word}\n`),
      map('letters by name', `password&equals;${word}\n`),
      map('letters of JavaScript', `pass\\x77ord=${word}\n`),
      map('letters in octal', `pass\\167ord=${word}\n`),
      map('uuencode', `begin 644 password\n${'0'}\nend\n${Buffer.from(settings).toString('base64')}`),
      map(
        'base64 in lines of a text',
        `greeting:\n  ${text
          .toString('base64')
          .match(/.{1,12}/g)
          ?.join('\n  ')}\n`,
        'app.yaml',
      ),
      map('base64 without its end', text.toString('base64').replace(/=+$/, '').slice(0, -1)),
      map('base64 backwards in pieces', `${text.toString('base64').slice(0, 20)} ${text.toString('base64').slice(20)}`),
    ],
  },
];
