import fs from 'node:fs';
import os from 'node:os';

/** What a figure depends on besides the code. */
export const machineFacts = () => ({
  node: process.version,
  platform: `${os.platform()}-${os.arch()}`,
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cpuCount: os.availableParallelism(),
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  /** Work of others on the machine: figures taken under load are not worth keeping. */
  loadAverage: Number(os.loadavg()[0]?.toFixed(2)),
  ...Object.fromEntries(['cdk8s', 'js-yaml', 'yaml'].map((name) => [name, versionOf(name)])),
});

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
}
