import { EVENT_ID, type Event, type ScalarEvent } from 'js-yaml';
import type { JsonValue } from '../manifest/manifest.ts';
import { AliasBudget } from './alias-budget.ts';
import { yamlEvents } from './yaml-events.ts';
import { localTag, scalarValue } from './yaml-scalar.ts';

/** What one text holds, without positions. */
export interface ComposedYaml {
  readonly values: readonly JsonValue[];
  /** True where a mapping names a key twice: only a syntax tree holds all of them. */
  readonly hasDuplicates: boolean;
  /** True where a key is itself a collection, which is what `{{ … }}` outside quotes looks like to YAML. */
  readonly hasCollectionKeys: boolean;
}

type Mutable = { [key: string]: JsonValue };

interface Anchored {
  readonly value: JsonValue;
  readonly nodes: number;
  readonly height: number;
}

/**
 * Parses YAML text into plain values, in one pass over the parser's events; the last of several equal keys
 * wins.
 *
 * Aliases share their value; one that stands inside its own anchor, or names none, is null.
 *
 * @param original the text before templates were masked, equally long
 * @throws YAMLException where the text is not YAML
 * @throws AliasExpansionError where aliases would expand it without measure
 */
export function composeYaml(source: string, original: string = source): ComposedYaml {
  return new Composer(source, original, yamlEvents(source)).compose();
}

class Composer {
  readonly #source: string;
  readonly #original: string;
  readonly #events: readonly Event[];
  #next = 0;
  #nodes = 0;
  #height = 0;
  #depth = 0;
  #hasDuplicates = false;
  #hasCollectionKeys = false;
  #anchors = new Map<string, Anchored>();
  readonly #budget = new AliasBudget();

  constructor(source: string, original: string, events: readonly Event[]) {
    this.#source = source;
    this.#original = original;
    this.#events = events;
  }

  compose(): ComposedYaml {
    const values: JsonValue[] = [];
    while (this.#next < this.#events.length) {
      const event = this.#take();
      if (event.type === EVENT_ID.DOCUMENT) this.#anchors = new Map();
      else if (event.type !== EVENT_ID.POP) values.push(this.#node(event));
    }
    return { values, hasDuplicates: this.#hasDuplicates, hasCollectionKeys: this.#hasCollectionKeys };
  }

  #take(): Event {
    const event = this.#events[this.#next++];
    if (!event) throw new RangeError('the event stream ends inside a document');
    return event;
  }

  #node(event: Event): JsonValue {
    this.#nodes++;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.SCALAR) {
      this.#height = 0;
      const value = scalarValue(this.#source, this.#original, event);
      if (event.anchorStart !== -1) this.#anchor(event, value, this.#nodes - 1);
      return value;
    }
    if (event.type !== EVENT_ID.MAPPING && event.type !== EVENT_ID.SEQUENCE) return null;
    const before = this.#nodes - 1;
    this.#depth++;
    const content = event.type === EVENT_ID.MAPPING ? this.#mapping() : this.#sequence();
    this.#depth--;
    const tag = localTag(this.#source, event);
    const value = tag === undefined ? content : { [tag]: content };
    if (event.anchorStart !== -1) this.#anchor(event, value, before);
    return value;
  }

  #anchor(event: { anchorStart: number; anchorEnd: number }, value: JsonValue, before: number): void {
    const name = this.#source.slice(event.anchorStart, event.anchorEnd);
    this.#anchors.set(name, { value, nodes: this.#nodes - before, height: this.#height });
  }

  #alias(start: number, end: number): JsonValue {
    const anchored = this.#anchors.get(this.#source.slice(start, end));
    this.#height = anchored?.height ?? 0;
    if (!anchored) return null;
    this.#budget.spend(anchored.nodes, anchored.height, this.#depth, start);
    this.#nodes += anchored.nodes;
    return anchored.value;
  }

  #sequence(): JsonValue {
    const items: JsonValue[] = [];
    let height = 0;
    for (let event = this.#take(); event.type !== EVENT_ID.POP; event = this.#take()) {
      items.push(this.#node(event));
      if (this.#height > height) height = this.#height;
    }
    this.#height = height + 1;
    return items;
  }

  #mapping(): JsonValue {
    const map: Mutable = {};
    const merges: JsonValue[] = [];
    let height = 0;
    for (let event = this.#take(); event.type !== EVENT_ID.POP; event = this.#take()) {
      const key = this.#key(event);
      const isMerge = key === '<<' && event.type === EVENT_ID.SCALAR && event.style === 1;
      const value = this.#node(this.#take());
      if (this.#height > height) height = this.#height;
      if (isMerge) merges.push(value);
      else {
        if (Object.hasOwn(map, key)) this.#hasDuplicates = true;
        assign(map, key, value);
      }
    }
    for (const value of merges) for (const source of Array.isArray(value) ? value : [value]) merge(map, source);
    this.#height = height + 1;
    return map;
  }

  #key(event: Event): string {
    if (event.type === EVENT_ID.SCALAR) return keyText(this.#source, this.#original, event);
    const key = this.#node(event);
    if (event.type !== EVENT_ID.ALIAS) this.#hasCollectionKeys = true;
    return key !== null && typeof key === 'object' ? JSON.stringify(key).slice(0, 200) : String(key);
  }
}

/** Formats a scalar key as Kubernetes does: every key is text. */
export function keyText(source: string, original: string, event: ScalarEvent): string {
  if (event.fast && source === original) return source.slice(event.valueStart, event.valueEnd);
  const value = scalarValue(source, original, event);
  return value === null ? '' : String(value);
}

// An assignment to `__proto__` would change the prototype instead of adding a field.
function assign(map: Mutable, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}

function merge(map: Mutable, source: JsonValue): void {
  if (source === null || typeof source !== 'object' || Array.isArray(source)) return;
  for (const [key, value] of Object.entries(source)) if (!Object.hasOwn(map, key)) assign(map, key, value);
}
