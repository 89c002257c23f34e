import type { Bench } from '../bench.ts';
import { type CronJobBench, jobKind } from './cron-job-bench.ts';
import type { Channel, ProcessWatch } from './leak-scan.ts';

const podKind = { apiVersion: 'v1', kind: 'Pod' };
const eventKind = { apiVersion: 'v1', kind: 'Event' };
const configMapKind = { apiVersion: 'v1', kind: 'ConfigMap' };

/** Reads everything that Pods left and that the cluster shows of them. */
export async function leakChannels(bench: Bench, namespace: string, watch: ProcessWatch): Promise<Channel[]> {
  const text = async (kind: { apiVersion: string; kind: string }): Promise<string> =>
    JSON.stringify(await bench.cluster.list(kind));
  const files = (part: 'tmp' | 'termination-message'): string => bench.pods.filesOf(namespace, '', part).join('\n');
  return [
    { name: 'logs', text: bench.pods.logs(namespace, '') },
    { name: 'termination messages', text: files('termination-message') },
    { name: 'temporary files', text: files('tmp') },
    { name: 'Pods', text: await text(podKind) },
    { name: 'Jobs', text: await text(jobKind) },
    { name: 'events', text: await text(eventKind) },
    { name: 'ConfigMaps', text: await text(configMapKind) },
    ...watch.channels,
  ];
}

/** What a careless program does with a credential, besides showing it in its arguments and environment. */
const careless = `
const { writeFileSync } = require('node:fs');
const value = process.env.LEAK;
console.log(JSON.stringify({ leak: value }));
writeFileSync('/dev/termination-log', Buffer.from(value).toString('base64'));
writeFileSync('/tmp/leak', Buffer.from(value).toString('hex'));
setTimeout(() => undefined, 1_000);
`;

/** Runs a Job that leaks a text in every way, and lets an event and a ConfigMap repeat it. */
export async function plantLeak(cron: CronJobBench, value: string): Promise<void> {
  const { bench, documents, environment } = cron;
  const { namespace, name } = documents.settings;
  const cronJob = environment.objects.find(({ kind, metadata }) => kind === 'CronJob' && metadata.name === name);
  const [{ image } = {}] = cronJob?.spec.jobTemplate.spec.template.spec.containers ?? [];
  const container = {
    name: 'main',
    image,
    // The watch looks at what has the name of the program.
    command: ['node', '-e', careless, 'bootstrap.mjs', value],
    env: [{ name: 'LEAK', value }],
  };
  const metadata = { name: 'leaking', namespace };
  await bench.cluster.apply({
    ...jobKind,
    metadata,
    spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers: [container] } } },
  });
  await bench.cluster.apply({
    ...eventKind,
    metadata,
    involvedObject: { apiVersion: 'batch/v1', kind: 'Job', name: 'leaking', namespace },
    reason: 'Leaking',
    type: 'Normal',
    message: encodeURIComponent(value),
  });
  await bench.cluster.apply({ ...configMapKind, metadata, data: { leak: Buffer.from(value).toString('base64url') } });
  await cron.ended('leaking');
}
