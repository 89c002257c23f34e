import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { isObject } from '../../../model/json-record.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { RenderedParts } from './rendered-parts.ts';

/**
 * Finds the configuration with which the server of an environment is to run: in the values of its chart,
 * which name the service of the rendered address, or in its ConfigMap.
 * @returns in HCL; `undefined` where none is rendered
 * @throws VW5023 where a file of values is no YAML
 */
export function serverConfigurationIn(folder: string, { document, objects }: RenderedParts): string | undefined {
  const [service] = new URL(document.vault.address).hostname.split('.');
  const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === `${service}-config`);
  const texts = isObject(map?.data) ? [map.data['vault.hcl'], map.data['openbao.hcl']] : [];
  const inMap = texts.find((text) => typeof text === 'string');
  if (typeof inMap === 'string') return inMap;
  const values = join(folder, 'values');
  for (const name of existsSync(values) ? readdirSync(values).sort() : []) {
    const chart = yaml(join(values, name));
    if (!isObject(chart) || chart.fullnameOverride !== service || !isObject(chart.server)) continue;
    const { ha, standalone } = chart.server;
    const raft = isObject(ha) && isObject(ha.raft) ? ha.raft.config : undefined;
    const alone = isObject(standalone) ? standalone.config : undefined;
    const text = raft ?? alone;
    if (typeof text === 'string') return text;
  }
  return undefined;
}

function yaml(file: string): unknown {
  try {
    return load(readFileSync(file, 'utf8'));
  } catch {
    throw commandError('VW5023', `${file} is no YAML`);
  }
}
