import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardrailsFile } from '../../src/platform/guardrails.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { folderWith, runCli } from '../cli/run-cli.ts';
import { sharedRendering } from './shared-rendering.ts';

interface Printed {
  readonly kind: string;
  readonly type?: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: { readonly target: { readonly name: string; readonly template?: { readonly type?: string } } };
}

/** The Secrets that the catalogue wants in a preview of an environment, with their types. */
const wanted = (environment: 'local' | 'dev'): readonly string[] =>
  catalogue.components
    .flatMap(({ owns }) => owns)
    .filter(({ namespace, namespaces = [] }) => [namespace, ...namespaces].includes('pr-ameide-{pr}'))
    .filter(({ environments }) => environments?.includes(environment) ?? true)
    .map(({ secret, type }) => `${secret} ${type}`)
    .sort();

let folder: string;
beforeAll(async () => {
  folder = folderWith({});
  for (const [file, text] of (await sharedRendering()).files) {
    mkdirSync(dirname(join(folder, 'dist', file)), { recursive: true });
    writeFileSync(join(folder, 'dist', file), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['local', 'dev'] as const)(
  'a preview of %s has the Secrets of the catalogue, and passes its rules',
  async (environment) => {
    const args = ['preview', 'pr-ameide-7', '-e', environment, '-c', guardrailsFile, '-p', 'strict'];
    const { status, out, err } = await runCli(args, folder);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const printed = loadAll(out) as Printed[];
    expect(new Set(printed.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['pr-ameide-7']));
    const secrets = printed.flatMap(({ kind, type, metadata, spec }) =>
      kind === 'Secret'
        ? [`${metadata.name} ${type}`]
        : kind === 'ExternalSecret'
          ? [`${spec?.target.name} ${spec?.target.template?.type ?? 'Opaque'}`]
          : [],
    );
    expect(secrets.sort()).toEqual(wanted(environment));
    expect(wanted(environment)).toHaveLength(2);
  },
);

test.each(['staging', 'production'])('%s has no previews', async (environment) => {
  const { status, err } = await runCli(['preview', 'pr-ameide-7', '-e', environment], folder);
  expect({ status, isTold: err.includes('error VW5140: ') }).toEqual({ status: 2, isTold: true });
});
