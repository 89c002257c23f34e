// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { expect, test } from 'vitest';
import { kindFindings } from './kind-findings.ts';
import { envRef, es, fetched, object, pod } from './wiring-texts.ts';

type Files = Readonly<Record<string, string>>;

/** A Secret that something far from its reader makes: what must be clean, and what must be told. */
type Elsewhere = readonly [kind: string, clean: Files, found: Files, ...findings: string[]];

const anchor = es('data: [{secretKey: a, remoteRef: {key: anchor}}]', 'name: anchor, namespace: shop');
const reading = (secret: string): string => pod(envRef(secret, 'a'));
const certificate = object(
  'cert-manager.io/v1',
  'Certificate',
  'spec: {secretName: db, issuerRef: {name: a}, dnsNames: [a.example.test]}',
  'name: db-tls, namespace: shop',
);
const shared = ['one', 'two', 'three']
  .map((name) => object('v1', 'Service', 'spec: {}', `name: ${name}, namespace: shop`))
  .join('');
const either = (first: string, second: string, more = ''): Files => ({
  [`${first}/a.yaml`]: es(fetched) + more,
  [`${second}/b.yaml`]: certificate + more,
});
const library: Files = {
  'toolkit/Chart.yaml': 'name: toolkit\nversion: 1.0.0\ntype: library\n',
  'toolkit/templates/_secret.tpl':
    '{{- define "toolkit.secret" -}}\n{{- $name := index . "service" | replace "_" "-" -}}\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ printf "%s-ks-etc" $name | quote }}\ndata:\n  a: {{ index . "a" | b64enc }}\n{{- end -}}\n',
  'web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
  'web/templates/secret.yaml': '{{ dict "service" "web" "a" .Values.a | include "toolkit.secret" }}\n',
};
const keytabs: Files = {
  'jobs/Chart.yaml': 'name: jobs\nversion: 1.0.0\n',
  'jobs/templates/_secret.yaml.tpl':
    '{{- define "jobs.keytabs" }}\n{{- if $.Values.keytabs }}\n---\napiVersion: v1\nkind: Secret\ntype: Opaque\nmetadata:\n  name: keytabs\n  {{- include "jobs.labels" . | indent 2 }}\n  namespace: {{ .Release.Namespace }}\ndata:\n  {{- range $keytab, $data := $.Values.keytabs }}\n  {{ $keytab }}.keytab: |\n    {{- tpl $data $ | nindent 4 }}\n  {{- end }}\n{{- end }}\n{{- end }}\n',
  'jobs/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\n',
};
const helmfile = (name: string): string =>
  `releases:\n  - name: ${name}\n    namespace: shop\n    chart: vendor/cloudnative-pg-cluster\n    values: [values.yaml]\n`;
const tls = (named: string): Files => ({
  'certs/Chart.yaml': 'name: certs\nversion: 1.0.0\n',
  'certs/values.yaml': `tls:\n  client:\n    secret:\n      defaultName: ${named}\ncertificates:\n  - name: client\n    secretName: '{{ .Values.tls.client.secret.name | default .Values.tls.client.secret.defaultName }}'\n    commonName: client\n    issuer: {name: ca}\n`,
  'issuer/Chart.yaml': 'name: issuer\nversion: 1.0.0\n',
  'issuer/templates/own.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: own}\ndata: {}\n',
  'issuer/values.yaml': 'certSecretRef:\n  name: client-tls\n  certRef: tls.crt\n',
});
const root = (external: string): Files => ({
  'init/Chart.yaml': 'name: init\nversion: 1.0.0\n',
  'init/values.yaml': `secrets:\n  - uid: root\n    externalSecret: '{{ tpl (default "" .Values.config.${external}) . }}'\nconfig:\n  userRootSecret: root\n`,
});

/** A resource of an operator that no table knows, and a row for a kind in the configuration of the user. */
const strange = (): Files => ({
  'vaultwright.config.yaml':
    'producerKinds:\n  - {kind: Passport, group: strange.example, each: spec.users, name: "{.into}", keys: ["{.key}"], when: ["!.off"]}\n',
  'a.yaml':
    anchor +
    object(
      'strange.example/v1',
      'Passport',
      'spec: {users: [{into: web-entry, key: a}, {into: old-entry, key: a, off: true}]}',
    ) +
    reading('web-entry'),
});

const elsewhere: readonly Elsewhere[] = [
  [
    'a kind of which only the configuration tells what it writes',
    strange(),
    { ...strange(), 'b.yaml': pod(envRef('web-entry', 'b')) },
    'known-secret-key b.yaml:2',
  ],
  [
    'what a row of the configuration leaves out',
    strange(),
    { ...strange(), 'b.yaml': reading('old-entry') },
    'known-secret b.yaml:2',
  ],
  [
    'a Secret that a template of a library names by a format',
    { ...library, 'a.yaml': anchor, 'web/templates/pod.yaml': reading('web-ks-etc') },
    { ...library, 'a.yaml': anchor, 'web/templates/pod.yaml': reading('web-ks-etcd') },
    'known-secret web/templates/pod.yaml:2',
  ],
  [
    'a Secret of a template that does not parse by itself',
    { ...keytabs, 'a.yaml': anchor, 'jobs/templates/pod.yaml': reading('keytabs') },
    { ...keytabs, 'a.yaml': anchor, 'jobs/templates/pod.yaml': reading('keytab') },
    'known-secret jobs/templates/pod.yaml:2',
  ],
  [
    'a cluster of databases that a release of a helmfile names',
    {
      'db/helmfile.yaml': helmfile('main-db'),
      'a.yaml': anchor,
      'web/values.yaml': 'auth: {existingSecret: main-db-app}\n',
    },
    {
      'db/helmfile.yaml': helmfile('other-db'),
      'a.yaml': anchor,
      'web/values.yaml': 'auth: {existingSecret: main-db-app}\n',
    },
    'known-secret web/values.yaml:1',
  ],
  [
    'a certificate whose Secret the values of another chart name',
    {
      ...tls('client-tls'),
      'a.yaml': anchor,
    },
    { ...tls('server-tls'), 'a.yaml': anchor },
    'known-secret issuer/values.yaml:2',
  ],
  [
    'a value that its chart says is the name of a Secret',
    root('userRootSecret'),
    root('otherRootSecret'),
    'no-values-credential init/values.yaml:5',
  ],
  [
    'a value that a template says is the name of a Secret',
    {
      ...root('other'),
      'init/templates/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      env:\n        - name: A\n          valueFrom: {secretKeyRef: {name: "{{ .Values.config.userRootSecret }}", key: a}}\n',
    },
    {
      ...root('other'),
      'init/templates/map.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  name: "{{ .Values.config.userRootSecret }}"\n',
    },
    'no-values-credential init/values.yaml:5',
  ],
  ...(
    [
      ['rings', 'app/rings/ring-0', 'app/rings/ring-1'],
      ['rings by another name', 'app/rings/canary-eu', 'app/rings/broad'],
      ['overlays', 'app/overlays/a', 'app/overlays/b'],
      ['variants', 'app/variants/with-vault', 'app/variants/self-signed'],
      ['flavours', 'app/flavors/small', 'app/flavors/large'],
      ['versions', 'app/v1', 'app/v2'],
      ['versions with numbers', 'app/1.27', 'app/1.28'],
      ['versions of an API', 'app/v1beta1', 'app/v1'],
      ['scenarios', 'scenarios/one', 'scenarios/two'],
    ] as const
  ).map(
    ([kind, first, second]): Elsewhere => [
      `two writers in ${kind}`,
      either(first, second),
      either(first, first),
      `single-owner ${first}/b.yaml:2`,
    ],
  ),
  [
    'two writers in folders of the same objects',
    either('app/with-vault', 'app/self-signed', shared),
    either('app/with-vault', 'app/self-signed'),
    'single-owner app/self-signed/b.yaml:2',
  ],
];

test.each(elsewhere)('%s', async (_, clean, found, ...wanted) => {
  expect(await kindFindings(clean)).toEqual([]);
  expect(await kindFindings(found)).toEqual([...wanted].sort());
});
