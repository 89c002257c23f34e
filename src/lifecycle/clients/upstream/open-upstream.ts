import { readFile } from 'node:fs/promises';
import type { UpstreamSettings } from '../../../model/documents/bootstrap-settings.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import { azureKeyVault } from './azure-key-vault.ts';
import { localUpstream } from './local-upstream.ts';
import type { Upstream } from './upstream.ts';

/** What stores need of the program around them. */
export interface UpstreamAccess {
  /** Reads one key of a Secret in the namespace of the bootstrap, decoded; rejects where it is missing. */
  readonly readSecret: (name: string, key: string) => Promise<string>;
  /** Environment variables of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; rejects where it cannot. @default the file system */
  readonly readFile?: (path: string) => Promise<string>;
  /** @default the time of the machine */
  readonly clock?: Clock;
}

/**
 * Opens the store that the settings name; no other one ever stands in for it (INC-10).
 *
 * Another kind of store is a member of `UpstreamSettings`, a function that returns an `Upstream`, and a case
 * here.
 * @throws VW5013 where the store cannot be used as it is configured; and what `readSecret` rejects with
 */
export async function openUpstream(settings: UpstreamSettings, access: UpstreamAccess): Promise<Upstream> {
  switch (settings.type) {
    // Rendering refuses external keys then.
    case 'none':
      return { label: 'no upstream store', read: async () => new Map() };
    case 'local': {
      const { secret, key } = settings;
      return localUpstream(await access.readSecret(secret, key), `Secret ${secret}, key ${key},`);
    }
    case 'azure-key-vault':
      return azureKeyVault(settings, {
        environment: access.environment,
        readFile: access.readFile ?? ((path) => readFile(path, 'utf8')),
        clock: access.clock ?? systemClock,
      });
  }
}
