import { strictDenotation } from '../credential/strict/strict-names.ts';

/** A setting of a text in tags, such as XML. */
export interface MarkupSetting {
  readonly key: string;
  readonly value: string;
  readonly offset: number;
  /** True where people may be shown it: a resource of texts names what it says. */
  readonly isShown: boolean;
}

interface Tag {
  readonly name: string;
  readonly isClosing: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  readonly start: number;
  readonly end: number;
}

const opening = /<(\/?)([A-Za-z_][\w:.-]{0,100})/y;
const attribute =
  /\s{1,200}([A-Za-z_@:][\w:.-]{0,100})(?:\s{0,20}=\s{0,20}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'<>=]{1,500})))?/y;
const closing = /\s{0,200}\/?>/y;

const identities = new Set(['key', 'name', 'id', 'property', 'param', 'setting']);
const values = ['value', 'content', 'default', 'val', 'data', 'text'];
/** Elements whose text names what the next one holds: `<key>password</key><string>x</string>`. */
const isKey = /(?:^|[-_])(?:key|name|string|id|property|param|setting)$/i;

const local = (name: string): string => name.slice(name.lastIndexOf(':') + 1);
const denotes = (name: string): boolean => name.length < 100 && strictDenotation(name) === 'credential';

/**
 * Finds the settings of a text in tags: elements and attributes that are called as a credential, and pairs of
 * a key and a value.
 *
 * @param isPage true for a page, whose texts between tags are for people
 */
export function markupSettings(text: string, isPage: boolean): MarkupSetting[] {
  const found: MarkupSetting[] = [];
  /** What an element before this one names. */
  let given = '';
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const tag = tagAt(text, at);
    if (tag === undefined) continue;
    const next = text.indexOf('<', tag.end);
    const inner = text.slice(tag.end, next < 0 ? text.length : next).trim();
    at = tag.end - 1;
    if (tag.isClosing) continue;
    const own = local(tag.name);
    const add = (key: string, value: string): void => {
      if (value !== '') found.push({ key, value, offset: tag.start, isShown: /^string$/i.test(own) && given === '' });
    };
    const named = [...tag.attributes].find(
      ([name, value]) => identities.has(name.toLowerCase()) && denotes(value),
    )?.[1];
    for (const [name, value] of tag.attributes) if (denotes(local(name))) add(local(name), value);
    const value = values.map((name) => tag.attributes.get(name)).find((one) => one !== undefined) ?? '';
    if (named !== undefined) add(named, value);
    else if (denotes(own)) add(own, value);
    if (isPage || inner === '') continue;
    if (denotes(own)) add(own, inner);
    else if (given !== '') add(given, inner);
    else if (named !== undefined) add(named, inner);
    given = given === '' && isKey.test(own) && denotes(inner) ? inner : '';
  }
  return found;
}

function tagAt(text: string, at: number): Tag | undefined {
  opening.lastIndex = at;
  const match = opening.exec(text);
  if (match === null) return undefined;
  const attributes = new Map<string, string>();
  let end = opening.lastIndex;
  for (let count = 0; count < 100; count++) {
    attribute.lastIndex = end;
    const [, name, double, single, bare] = attribute.exec(text) ?? [];
    if (name === undefined) break;
    end = attribute.lastIndex;
    attributes.set(name, double ?? single ?? bare ?? '');
  }
  closing.lastIndex = end;
  if (!closing.test(text)) return undefined;
  return { name: match[2] ?? '', isClosing: match[1] !== '', attributes, start: at, end: closing.lastIndex };
}
