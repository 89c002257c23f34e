import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Go module at one version, pinned by content. */
export interface PinnedModule {
  readonly module: string;
  readonly version: string;
  readonly sum: string;
}

/** Why a Go module could not be had. */
export class GoModuleError extends Error {
  readonly reason: 'go-missing' | 'unavailable' | 'checksum';

  constructor(reason: GoModuleError['reason'], message: string) {
    super(message);
    this.name = 'GoModuleError';
    this.reason = reason;
  }
}

interface DownloadedModule {
  readonly Dir?: string;
  readonly Sum?: string;
  readonly Error?: string;
}

/**
 * Returns the folder of a Go module in Go's module cache, downloading it where it is not there yet.
 *
 * @param options.offline only looks into the cache
 * @throws GoModuleError when Go is missing, the module cannot be had, or its content is not the pinned one
 */
export async function goModuleFolder(
  { module, version, sum }: PinnedModule,
  options: { readonly offline?: boolean } = {},
): Promise<string> {
  const downloaded = await download(`${module}@${version}`, options.offline ?? false);
  if (downloaded.Dir === undefined) {
    throw new GoModuleError(
      'unavailable',
      `${module}@${version} cannot be had: ${downloaded.Error ?? 'no reason given'}`,
    );
  }
  if (downloaded.Sum !== sum) {
    throw new GoModuleError(
      'checksum',
      `${module}@${version} has the checksum ${downloaded.Sum}, but ${sum} is pinned in scripts/crd-import/import-source.ts.`,
    );
  }
  return downloaded.Dir;
}

async function download(query: string, offline: boolean): Promise<DownloadedModule> {
  const env = { ...process.env, ...(offline ? { GOPROXY: 'off' } : {}) };
  try {
    return JSON.parse((await promisify(execFile)('go', ['mod', 'download', '-json', query], { env, cwd: '/' })).stdout);
  } catch (error) {
    const failure = error as NodeJS.ErrnoException & { stdout?: string };
    if (failure.code === 'ENOENT') {
      throw new GoModuleError(
        'go-missing',
        `The import reads ${query} through the Go tool chain, which is not on PATH. Install Go (https://go.dev/dl/) and run it again; the imported files are committed, so nothing else needs Go.`,
      );
    }
    // Go exits with status 1 and still describes the failure as JSON.
    if (failure.stdout?.trim().startsWith('{')) return JSON.parse(failure.stdout);
    throw error;
  }
}
