import { isObject, type JsonRecord } from '../../../../model/json-record.ts';
import { type HclBlock, type HclBody, type HclValue, parseHcl } from '../../rendered/parse-hcl.ts';

/** Attributes that the server shows under another name. */
const shownAs: Readonly<Record<string, string>> = { ui: 'enable_ui' };

/**
 * Names where the configuration with which a server runs is another than the rendered one. Each node keeps
 * the one with which it started: a StatefulSet with `OnDelete` restarts nothing by itself.
 *
 * Only what a server shows of itself is compared: attributes of the whole, listeners, and the types of
 * storage, seals and service registration. `undefined` where the rendered text cannot be read.
 * @param rendered in HCL
 * @param running answer of `sys/config/state/sanitized`
 * @see https://developer.hashicorp.com/vault/api-docs/system/config-state
 */
export function differingConfiguration(rendered: string, running: JsonRecord): readonly string[] | undefined {
  const body = parseHcl(rendered);
  if (!body) return undefined;
  return [...wholeDiffers(body, running), ...listenersDiffer(body, running), ...typesDiffer(body, running)].sort();
}

function wholeDiffers({ attributes }: HclBody, running: JsonRecord): string[] {
  return [...attributes].flatMap(([name, value]) => {
    const shown = shownAs[name] ?? name;
    return shown in running && !isSame(value, running[shown]) ? [name] : [];
  });
}

/** All of a listener is shown, so that what is not rendered stands out as well. */
function listenersDiffer({ blocks }: HclBody, running: JsonRecord): string[] {
  const rendered = blocks.filter(({ type }) => type === 'listener');
  const shown = Array.isArray(running.listeners) ? running.listeners.filter(isObject) : [];
  if (rendered.length !== shown.length) return [`${shown.length} listeners`];
  return rendered.flatMap((listener, index) => {
    const { type, config } = shown[index] ?? {};
    const own = isObject(config) ? config : {};
    const label = `listener "${listener.labels[0] ?? ''}"`;
    if (type !== listener.labels[0]) return [label];
    const names = new Set([...listener.attributes.keys(), ...Object.keys(own)]);
    return [...names]
      .filter((name) => !isNested(own[name]) && !isSame(listener.attributes.get(name), own[name]))
      .map((name) => `${label}.${name}`);
  });
}

/** A block inside of a listener comes as a list of objects. */
const isNested = (value: unknown): boolean =>
  isObject(value) || (Array.isArray(value) && value.some((item) => isObject(item)));

function typesDiffer({ blocks }: HclBody, running: JsonRecord): string[] {
  const labelsOf = (type: string): string[] =>
    blocks.filter((block: HclBlock) => block.type === type).map(({ labels }) => labels[0] ?? '');
  const seals = Array.isArray(running.seals) ? running.seals.filter(isObject) : [];
  const shown: Readonly<Record<string, readonly unknown[]>> = {
    storage: [isObject(running.storage) ? running.storage.type : ''],
    seal: seals.filter(({ type, disabled }) => type !== 'shamir' && disabled !== true).map(({ type }) => type),
    service_registration: isObject(running.service_registration) ? [running.service_registration.type] : [],
  };
  return Object.entries(shown)
    .filter(([type, types]) => types.map(String).sort().join() !== labelsOf(type).sort().join())
    .map(([type]) => type);
}

/** Servers spell some numbers and truth values as text, and leave out what is empty. */
const isSame = (wanted: HclValue | undefined, found: unknown): boolean => spelled(wanted) === spelled(found);

function spelled(value: unknown): string {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return '';
  return Array.isArray(value) ? value.map(spelled).join() : String(value);
}
