import { denotationOf } from '../credential/key-name.ts';
import type { JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import type { CredentialSite } from './credential-collector.ts';

const naming =
  /^(?:secret_?name|external_?secret(?:_?name)?|existing_?\w*secret\w*|\w+_?secret_?name|credential_?name)$/i;
const selecting = /(?:secret_?(?:key)?_?ref|^secret|pull_?secrets)$/i;
const valuesPath = /\.Values\.([A-Za-z_][\w.]{0,300})/g;

/**
 * Leaves out what a chart says is a name: `userRootSecret: root` is one where its template, or another of its
 * values, has `secretName: {{ .Values.userRootSecret }}`.
 */
export function withoutNamesOfCharts(
  sites: readonly CredentialSite[],
  manifests: readonly Manifest[],
): readonly CredentialSite[] {
  const mayBeNamed = ({ place, form, key }: CredentialSite): boolean =>
    place === 'values' && form === 'literal' && denotationOf(key) === 'credential-or-name';
  if (!sites.some(mayBeNamed)) return sites;
  const named = new Map<string, string[]>();
  for (const { file, value, role, isTemplate } of manifests) {
    if (role !== 'values' && isTemplate !== true) continue;
    const folder = file.replace(/(?:^|(?<=\/))(?:templates\/.*|[^/]*)$/, '');
    for (const path of namesIn(value, '', '')) named.set(path, [...(named.get(path) ?? []), folder]);
  }
  return sites.filter(({ site, ...rest }) => {
    if (!mayBeNamed({ site, ...rest })) return true;
    const folders = named.get(site.path.join('.'));
    return folders?.some((folder) => site.manifest.file.startsWith(folder)) !== true;
  });
}

/** The paths of values that stand where a Secret is named. */
function namesIn(value: JsonValue, field: string, parent: string): string[] {
  if (typeof value === 'string') {
    const isName = naming.test(field) || (/^name$/i.test(field) && selecting.test(parent)) || selecting.test(field);
    if (!isName || !value.includes('.Values.')) return [];
    return Array.from(value.matchAll(valuesPath), ([, path = '']) => path);
  }
  if (isList(value)) return value.flatMap((item) => namesIn(item, field, parent));
  return isObject(value) ? Object.entries(value).flatMap(([name, inner]) => namesIn(inner, name, field)) : [];
}
