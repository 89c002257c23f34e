import type { EnvironmentSettings } from '../engine/configuration.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { fieldOf, isFalse, isList, isObject, listAt, normalise, textAt } from '../manifest/normalise.ts';
import { isOpenName } from './open-name.ts';
import type { SecretProducer } from './secret-producer.ts';

/** Fields that name the Secret which a chart's own template of an ExternalSecret writes. */
const names = [
  'targetSecret',
  'targetSecretName',
  'targetName',
  'secretName',
  'name',
  'fullnameOverride',
  'nameOverride',
];
const pathFields = [
  'vaultPath',
  'vaultKey',
  'remoteKey',
  'remoteRef',
  'secretStore',
  'secretStoreRef',
  'data',
  'dataFrom',
  'keys',
  'path',
];
const certificateFields = ['issuer', 'issuerRef', 'commonName', 'dnsNames'];
const section = /external-?secrets?$/i;

/**
 * Lists the Secrets that values ask a chart to fetch: `externalSecret: { targetSecret }`,
 * `externalSecrets: { login: { data } }`, a list of `{ name, data }`, and `{ vaultPath, secretName }`
 * wherever it stands. The chart's template makes the ExternalSecrets of them.
 */
export function writtenByValues(manifest: Manifest, environments: readonly EnvironmentSettings[]): SecretProducer[] {
  if (manifest.role !== 'values' || manifest.isInput === true) return [];
  const settings = environments.find(({ name }) => name === manifest.environment);
  const namespace = manifest.namespace ?? settings?.namespace;
  const found: SecretProducer[] = [];
  visit(manifest.value, [], (written, path, by = 'ExternalSecret') => {
    const { environment } = manifest;
    for (const name of isOpenName(written) ? textsOfValues(written, manifest.value) : [written])
      found.push({
        name,
        ownership: 'shares',
        by,
        site: { manifest, path },
        scope: settings?.cluster ?? environment ?? '',
        ...(namespace !== undefined && { namespace }),
        ...(environment !== undefined && { environment }),
      });
  });
  return found;
}

type Add = (name: string, path: FieldPath, by?: string) => void;

/** `{{ .Values.tls.secret.name | default .Values.tls.secret.defaultName }}`: what the values have there. */
const textsOfValues = (action: string, values: JsonObject): string[] =>
  Array.from(action.matchAll(/\.Values\.([A-Za-z_][\w.]{0,300})/g), ([, path = '']) =>
    textAt(values, ...path.split('.')),
  ).filter((text): text is string => text !== undefined && text !== '' && !isOpenName(text));

function visit(value: JsonValue, path: FieldPath, add: Add): void {
  if (path.length > 20) return;
  if (isList(value)) {
    value.forEach((item, index) => {
      visit(item, [...path, index], add);
    });
    return;
  }
  if (!isObject(value)) return;
  const secret = textAt(value, 'secretName');
  if (
    secret !== undefined &&
    ['vaultPath', 'vaultKey', 'vaultSecretPath'].some((field) => fieldOf(value, field) !== undefined)
  )
    add(secret, [...path, 'secretName']);
  // A manifest without a name of its own, which the chart finishes.
  if (
    /^(?:external|sealed)secret$/.test(normalise(textAt(value, 'kind') ?? '')) &&
    fieldOf(value, 'metadata') === undefined
  ) {
    const target = textAt(value, 'spec', 'target', 'name');
    if (target !== undefined) add(target, [...path, 'spec', 'target', 'name']);
  }
  // A SecretProviderClass that a chart makes of its values.
  for (const [index, made] of listAt(value, 'secretObjects').entries()) {
    const copied = textAt(made, 'secretName');
    if (copied !== undefined) add(copied, [...path, 'secretObjects', index, 'secretName']);
  }
  // Certificates that a template asks for, with the rest of what cert-manager takes.
  for (const [index, asked] of listAt(value, 'certificates').entries()) {
    const secret = textAt(asked, 'secretName');
    if (secret !== undefined && certificateFields.some((field) => fieldOf(asked, field) !== undefined))
      add(secret, [...path, 'certificates', index, 'secretName'], 'Certificate');
  }
  for (const [field, inner] of Object.entries(value)) {
    if (section.test(field)) entriesOf(inner, [...path, field], add);
    visit(inner, [...path, field], add);
  }
}

function entriesOf(value: JsonValue, path: FieldPath, add: Add): void {
  if (isList(value)) {
    value.forEach((item, index) => {
      if (isObject(item)) entry(item, undefined, [...path, index], add);
    });
    return;
  }
  if (!isObject(value) || isFalse(fieldOf(value, 'enabled'))) return;
  if (isEntry(value)) entry(value, undefined, path, add);
  else
    for (const [key, inner] of Object.entries(value))
      if (isList(inner)) entriesOf(inner, [...path, key], add);
      else if (isObject(inner) && isEntry(inner)) entry(inner, key, [...path, key], add);
}

const isEntry = (value: JsonObject): boolean => {
  const fields = new Set(Object.keys(value).map(normalise));
  return pathFields.some((field) => fields.has(normalise(field)));
};

function entry(value: JsonObject, key: string | undefined, path: FieldPath, add: Add): void {
  const target = fieldOf(value, 'target');
  const named =
    (isObject(target) ? textAt(target, 'name') : undefined) ?? names.map((field) => textAt(value, field)).find(Boolean);
  const name = named ?? key;
  if (name !== undefined && name !== '') add(name, path);
}
