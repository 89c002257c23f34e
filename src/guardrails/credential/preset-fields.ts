import { judge } from './credential.ts';
import type { Verdict } from './verdict.ts';

const input = /<input\b[^<>]{0,1000}>/gi;
const attribute = /\b(name|type|value)[ \t]{0,20}=[ \t]{0,20}(?:"([^"]{0,500})"|'([^']{0,500})')/gi;
/** `optional string password = 1 [default = "x"];` */
const preset =
  /\b(\w{1,100})[ \t]{0,20}=[ \t]{0,20}\d{1,10}[ \t]{0,20}\[[^\]\n]{0,200}\bdefault[ \t]{0,20}=[ \t]{0,20}"([^"\n]{1,500})"/g;

/**
 * Finds what texts of a documentation or an interface give a field: the value that a form of HTML is sent
 * with, the default of a message of Protocol Buffers.
 */
export function presetFields(text: string): Verdict[] {
  const found: Verdict[] = [];
  for (const { index, 0: tag } of text.matchAll(input)) {
    const fields = new Map<string, string>();
    for (const [, name = '', double, single] of tag.matchAll(attribute))
      fields.set(name.toLowerCase(), double ?? single ?? '');
    const key = fields.get('type') === 'password' ? 'password' : (fields.get('name') ?? '');
    const [verdict] = judge(key, fields.get('value') ?? '');
    if (verdict) found.push({ ...verdict, offset: index });
  }
  for (const { index, 1: key = '', 2: value = '' } of text.matchAll(preset)) {
    const [verdict] = judge(key, value);
    if (verdict) found.push({ ...verdict, offset: index });
  }
  return found;
}
