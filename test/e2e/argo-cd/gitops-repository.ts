import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RenderedPlatform } from '../../../src/index.ts';
import { publicationFile, publicationSchema } from '../../../src/model/documents/publication.ts';

/** Returns what a rendered platform publishes, by path in the GitOps repository. */
export function publishedFiles({ files }: Pick<RenderedPlatform, 'files'>): Map<string, string> {
  const { files: paths } = publicationSchema.parse(JSON.parse(files.get(publicationFile) ?? '{}'));
  return new Map(Object.entries(paths).map(([output, path]) => [path, files.get(output) ?? '']));
}

/** A GitOps repository on this machine, which Argo CD reads by a `file://` address. */
export class GitOpsRepository {
  readonly url: string;
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.url = `file://${folder}`;
    this.#git('init', '--quiet', '--initial-branch=main');
  }

  /** Replaces everything by these files, in one commit. @returns its id */
  publish(files: ReadonlyMap<string, string>): string {
    this.#git('rm', '-r', '--quiet', '--ignore-unmatch', '.');
    for (const [path, text] of files) {
      mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
      writeFileSync(join(this.#folder, path), text);
    }
    return this.#commit();
  }

  /** Changes single files, in one commit; `undefined` removes one. @returns its id */
  change(files: Readonly<Record<string, string | undefined>>): string {
    for (const [path, text] of Object.entries(files))
      if (text === undefined) rmSync(join(this.#folder, path));
      else {
        mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
        writeFileSync(join(this.#folder, path), text);
      }
    return this.#commit();
  }

  #commit(): string {
    this.#git('add', '--all');
    this.#git('commit', '--quiet', '--allow-empty', '--message=Publish');
    return this.#git('rev-parse', 'HEAD').trim();
  }

  #git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=vaultwright', '-c', 'user.email=vaultwright@example.org'];
    const env = { PATH: process.env.PATH, HOME: this.#folder, GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', [...identity, ...args], { cwd: this.#folder, encoding: 'utf8', env });
  }
}
