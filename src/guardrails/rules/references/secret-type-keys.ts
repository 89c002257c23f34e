import { z } from 'zod';
import { missingTypeKeys } from '../../../model/declarations/secret-type-keys.ts';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import type { ManifestIndex } from '../../indexing/manifest-index.ts';
import { siteOf } from '../../indexing/site.ts';
import type { FieldPath } from '../../manifest/manifest.ts';
import { objectAt, textAt } from '../../manifest/normalise.ts';
import { name, names, type ReportText } from '../../reporters/report-text.ts';

const typed = (type: string, key: string): string =>
  externalSecretText({
    spec: `, target: {template: {type: ${type}}}, data: [{secretKey: ${key}, remoteRef: {key: registry}}]`,
  });

export const secretTypeKeys = defineRule({
  id: 'secret-type-keys',
  code: 'VW3061',
  severity: 'error',
  incidents: [],
  what: 'A Secret with a type of Kubernetes has the keys that the type demands.',
  why: 'The API server refuses the Secret, and whoever reads it waits; a pull secret under another key is passed over without a word.',
  fix: 'Give the key the name that the type demands, or leave the type out.',
  options: z.strictObject({}),
  messages: {
    missing: ({ secret, type, key }: { secret: ReportText; type: ReportText; key: ReportText }) =>
      `Secret "${secret}" of type ${type} has no ${key}`,
  },
  examples: {
    failing: [
      {
        title: 'A pull secret under another key',
        files: { 'a.yaml': typed('kubernetes.io/dockerconfigjson', 'config') },
      },
      {
        title: 'A certificate without its key',
        files: {
          'a.yaml':
            '{apiVersion: v1, kind: Secret, metadata: {name: web, namespace: shop}, type: kubernetes.io/tls, data: {tls.crt: ""}}',
        },
      },
    ],
    passing: [
      {
        title: 'The key of the type',
        files: { 'a.yaml': typed('kubernetes.io/dockerconfigjson', '.dockerconfigjson') },
      },
      { title: 'A type of the user', files: { 'a.yaml': typed('example.org/login', 'config') } },
    ],
  },
  check({ index, report }) {
    for (const { object, secret, type, keys, path } of typedSecrets(index)) {
      // A template may render the key under a condition, and a patch shows only a part.
      const { isTemplate, isPatch, isDegraded, hasUnknownKeys } = object.manifest;
      if (isTemplate || isPatch || isDegraded || hasUnknownKeys) continue;
      const missing = missingTypeKeys(type, keys).map((alternatives) => alternatives.join(' or '));
      if (missing.length > 0)
        report('missing', siteOf(object, ...path), { secret: name(secret), type: name(type), key: names(missing) });
    }
  },
});

interface TypedSecret {
  readonly object: IndexedObject;
  readonly secret: string;
  readonly type: string;
  readonly keys: ReadonlySet<string>;
  readonly path: FieldPath;
}

function typedSecrets(index: ManifestIndex): TypedSecret[] {
  const fetched = index.externalSecrets.flatMap(
    ({ object, spec, specPath, target, creationPolicy, keys, writesSecret }) => {
      const type = textAt(spec, 'target', 'template', 'type');
      // What is merged into has the other keys from its creator.
      if (type === undefined || keys === undefined || !writesSecret || /merge|none/.test(creationPolicy)) return [];
      return [{ object, secret: target, type, keys, path: [...specPath, 'target', 'template', 'type'] }];
    },
  );
  const kinds: readonly (readonly [string, readonly string[], readonly string[][]])[] = [
    ['secret', [], [['data'], ['stringData']]],
    [
      'sealedsecret',
      ['spec', 'template'],
      [
        ['spec', 'encryptedData'],
        ['spec', 'template', 'data'],
      ],
    ],
  ];
  const written = kinds.flatMap(([kind, at, maps]) =>
    index.ofKind(kind).flatMap((object) => {
      const type = textAt(object.value, ...at, 'type');
      const keys = new Set(maps.flatMap((map) => Object.keys(objectAt(object.value, ...map))));
      return type === undefined ? [] : [{ object, secret: object.name, type, keys, path: [...at, 'type'] }];
    }),
  );
  return [...fetched, ...written];
}
