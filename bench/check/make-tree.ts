import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a made tree holds. */
export interface MadeTree {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes a tree with the shares that public GitOps repositories have: a third of the files are
 * kustomizations, one in twenty is an ExternalSecret, few are workloads or ConfigMaps, and more than half of
 * the bytes are schemas of custom resources.
 *
 * The same count gives the same bytes; every reference resolves, so that what is measured is reading and
 * judging.
 */
export function makeTree(folder: string, applications: number): MadeTree {
  let files = 0;
  let bytes = 0;
  const write = (path: string, text: string): void => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    files++;
    bytes += Buffer.byteLength(text);
  };
  write('cluster/store.yaml', store);
  for (let index = 0; index < applications; index++) {
    const name = `app-${index}`;
    const base = `apps/group-${index % 20}/${name}`;
    write(`${base}/overlays/prod/kustomization.yaml`, `resources:\n  - ../../base\nnamespace: apps\n`);
    const resources: string[] = [];
    const resource = (file: string, text: string): void => {
      write(`${base}/base/${file}`, text);
      resources.push(file);
    };
    resource('role-binding.yaml', roleBinding(name));
    if (index % 4 === 0) {
      resource('external-secret.yaml', externalSecret(name));
      if (index % 8 === 0) resource('deployment.yaml', deployment(name, index));
      else resource('release.yaml', release(name, `${name}-credentials`));
    } else if (index % 4 === 1) resource('release.yaml', release(name, `app-${index - 1}-credentials`));
    else resource('service.yaml', service(name));
    if (index % 20 === 0) resource('settings.yaml', settings(name));
    write(`${base}/base/kustomization.yaml`, kustomization(name, resources));
    if (index % 25 === 0) write(`crds/${name}.yaml`, schema(name));
    if (index % 50 === 0) write(`dashboards/${name}.json`, dashboard(name));
    if (index % 40 === 0) {
      write(`charts/${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
      write(`charts/${name}/values.yaml`, `image: {tag: v1}\nexistingSecret: ${name}-credentials\n`);
      write(`charts/${name}/templates/deployment.yaml`, template(name));
    }
  }
  return { files, bytes };
}

const head = (apiVersion: string, kind: string, name: string): string =>
  `# Managed by hand\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: apps\n  labels:\n    app.kubernetes.io/name: ${name}\n    app.kubernetes.io/part-of: platform\n`;

const store = `${head('external-secrets.io/v1', 'ClusterSecretStore', 'vault')}spec:\n  provider:\n    vault:\n      server: http://vault.vault.svc:8200\n      path: secret\n      version: v2\n      auth:\n        kubernetes:\n          mountPath: kubernetes\n          role: external-secrets\n`;

const kustomization = (name: string, resources: readonly string[]): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: apps\nresources:\n${resources.map((file) => `  - ${file}\n`).join('')}commonLabels:\n  team: ${name}\n`;

const variable = (name: string, index: number): string =>
  index % 3 === 0
    ? `            - name: SETTING_${index}\n              valueFrom:\n                secretKeyRef:\n                  name: ${name}-credentials\n                  key: key-${index % 6}\n`
    : `            - name: SETTING_${index}\n              value: "https://${name}.example.invalid/path/${index}"\n`;

const deployment = (name: string, index: number): string =>
  `${head('apps/v1', 'Deployment', name)}spec:\n  replicas: ${1 + (index % 3)}\n  selector:\n    matchLabels: &labels\n      app.kubernetes.io/name: ${name}\n  template:\n    metadata:\n      labels: *labels\n      annotations:\n        checksum/config: "${'0123456789abcdef'.repeat(4)}"\n    spec:\n      serviceAccountName: default\n      containers:\n        - name: main\n          image: registry.example.invalid/${name}:v1.${index}.0\n          args: ["--listen=:8080", "--log-level=info", "--config=/etc/app/config.yaml"]\n          env:\n${Array.from({ length: 36 }, (_, at) => variable(name, at)).join('')}          resources:\n            requests: {cpu: 100m, memory: 128Mi}\n            limits: {memory: 512Mi}\n          livenessProbe:\n            httpGet: {path: /healthz, port: http}\n          volumeMounts:\n            - {name: config, mountPath: /etc/app}\n      volumes:\n        - name: config\n          secret:\n            secretName: ${name}-credentials\n`;

const externalSecret = (name: string): string =>
  `${head('external-secrets.io/v1', 'ExternalSecret', `${name}-sync`)}spec:\n  refreshInterval: 1h\n  secretStoreRef:\n    kind: ClusterSecretStore\n    name: vault\n  target:\n    name: ${name}-credentials\n    creationPolicy: Owner\n  data:\n${Array.from({ length: 6 }, (_, at) => `    - secretKey: key-${at}\n      remoteRef:\n        key: ${name}-key-${at}\n        property: value\n`).join('')}`;

const service = (name: string): string =>
  `${head('v1', 'Service', name)}spec:\n  selector:\n    app.kubernetes.io/name: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n`;

const roleBinding = (name: string): string =>
  `${head('rbac.authorization.k8s.io/v1', 'RoleBinding', `${name}-edit`)}roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: edit\nsubjects:\n  - apiGroup: rbac.authorization.k8s.io\n    kind: Group\n    name: ${name}-team\n`;

const release = (name: string, secret: string): string =>
  `${head('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name)}spec:\n  interval: 1h\n  chartRef:\n    kind: OCIRepository\n    name: ${name}\n  values:\n    auth:\n      existingSecret: ${secret}\n    metrics:\n      enabled: true\n${Array.from({ length: 40 }, (_, at) => `    option${at}:\n      enabled: ${at % 2 === 0}\n      size: ${at}Gi\n      description: "What option ${at} of ${name} is about"\n`).join('')}`;

const settings = (name: string): string =>
  `${head('v1', 'ConfigMap', `${name}-settings`)}data:\n  app.yaml: |\n${Array.from({ length: 50 }, (_, at) => `    section${at}:\n      host: host-${at}.example.invalid\n      timeout: ${at}s\n`).join('')}  app.properties: |\n${Array.from({ length: 30 }, (_, at) => `    setting.${at}.name=value of ${at}\n`).join('')}`;

const schema = (name: string): string =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}.example.invalid\nspec:\n  group: example.invalid\n  names: {kind: Example, plural: examples}\n  scope: Namespaced\n  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n${Array.from({ length: 840 }, (_, at) => `            field${at}:\n              description: |-\n                Field ${at} of the resource, which is described in more than one line,\n                as generated schemas do: it is optional and has a default.\n              type: string\n`).join('')}`;

const dashboard = (name: string): string =>
  JSON.stringify(
    {
      title: name,
      panels: Array.from({ length: 40 }, (_, id) => ({
        id,
        type: 'timeseries',
        title: `Panel ${id}`,
        targets: [{ expr: `sum(rate(http_requests_total{app="${name}"}[5m])) by (code)`, legendFormat: '{{code}}' }],
      })),
    },
    null,
    2,
  );

const template = (name: string): string =>
  `{{- if .Values.enabled }}\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include "${name}.fullname" . }}\n  labels: {{- include "${name}.labels" . | nindent 4 }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n          {{- with .Values.env }}\n          env: {{- toYaml . | nindent 12 }}\n          {{- end }}\n          envFrom:\n            - secretRef:\n                name: {{ .Values.existingSecret | quote }}\n{{- end }}\n`;
