import { ApiObject, App, Chart } from 'cdk8s';

/** An app of n objects has n / 10 charts. */
const objectsPerChart = 10;

const script = `#!/bin/sh
set -eu
until wget -q -O- "http://\${HOST}:\${PORT}/healthz"; do
  echo "waiting for \${HOST}"
  sleep 2
done
exec /app/server --port "\${PORT}" --log-format=json
`;

const keyNames = ['USERNAME', 'PASSWORD', 'URL', 'CLIENT_SECRET', 'SIGNING_KEY'];

/**
 * Builds the same construct tree each time: charts of six ExternalSecrets, two ConfigMaps and two
 * Deployments, as services have.
 */
export function buildApp(objects: number, outdir: string): App {
  const app = new App({ outdir });
  for (let number = 0; number < objects / objectsPerChart; number += 1) {
    const service = `service-${number}`;
    const labels = { 'app.kubernetes.io/name': service, 'app.kubernetes.io/part-of': 'benchmark' };
    const chart = new Chart(app, service, { namespace: `team-${number % 50}`, labels });
    for (let i = 0; i < 6; i += 1) externalSecret(chart, service, i);
    for (let i = 0; i < 2; i += 1) configMap(chart, service, i);
    for (let i = 0; i < 2; i += 1) deployment(chart, service, i);
  }
  return app;
}

function externalSecret(chart: Chart, service: string, i: number): void {
  const name = `${service}-credentials-${i}`;
  new ApiObject(chart, `secret-${i}`, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, annotations: { 'argocd.argoproj.io/sync-wave': '-1' } },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'ameide-vault' },
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: keyNames.map((key) => ({
        secretKey: `${service.toUpperCase().replaceAll('-', '_')}_${key}`,
        remoteRef: {
          key: `${name}-${key.toLowerCase().replaceAll('_', '-')}`,
          property: 'value',
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          metadataPolicy: 'None',
        },
      })),
    },
  });
}

function configMap(chart: Chart, service: string, i: number): void {
  new ApiObject(chart, `config-${i}`, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${service}-config-${i}` },
    data: { 'start.sh': script, HOST: service, PORT: '8080', DEBUG: 'off', VERSION: '1.20', FACTOR: '1e3' },
  });
}

function deployment(chart: Chart, service: string, i: number): void {
  const name = `${service}-${i}`;
  const labels = { app: name };
  new ApiObject(chart, `deployment-${i}`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            {
              name: 'main',
              image: `registry.example.com/${service}:1.20.3`,
              ports: [{ name: 'http', containerPort: 8080 }],
              envFrom: [{ secretRef: { name: `${service}-credentials-${i}` } }],
              env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
              volumeMounts: [{ name: 'config', mountPath: '/etc/service', readOnly: true }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: `${service}-config-${i}`, defaultMode: 0o444 } }],
        },
      },
    },
  });
}
