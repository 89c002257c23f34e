import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { inject } from 'vitest';
import { renderedPlatform } from '../../scripts/golden/rendered-platform.ts';
import type { RenderedPlatform } from '../../src/index.ts';

const renderings = new Map<string, Promise<RenderedPlatform>>();

/**
 * Returns the platform of this repository as it renders now. Rendering takes seconds, so one file of a run
 * does it for all workers; what they get is frozen.
 */
export function sharedRendering(): Promise<RenderedPlatform> {
  const folder = inject('runFolder');
  const rendering = renderings.get(folder) ?? renderOnce(folder);
  renderings.set(folder, rendering);
  return rendering;
}

async function renderOnce(folder: string): Promise<RenderedPlatform> {
  const file = join(folder, 'rendering');
  if (!isFirst(`${file}.lock`)) {
    while (!existsSync(file)) {
      // Whoever was first and failed leaves no file: then each says for itself what is wrong.
      if (existsSync(`${file}.failed`)) return renderedPlatform();
      await pause(50);
    }
    return frozen(deserialize(readFileSync(file)) as RenderedPlatform);
  }
  try {
    const rendered = await renderedPlatform();
    writeFileSync(`${file}.part`, serialize(rendered));
    renameSync(`${file}.part`, file);
    return frozen(rendered);
  } catch (error) {
    writeFileSync(`${file}.failed`, '');
    throw error;
  }
}

function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const each of value instanceof Map ? value.values() : Object.values(value)) frozen(each);
  return value;
}
