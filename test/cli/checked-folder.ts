import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { folderWith } from './run-cli.ts';

/** Makes a folder with files for one test, which removes it. */
export function checkedFolder(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A literal, and a manifest that holds it. */
export const value = 'changeme-9f3k2';
export const secret = (name = 'db'): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  password: ${value}\n`;
export const clean = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n';

/** What a report in JSON says of a finding. */
export interface ReportedFinding {
  readonly code: string;
  readonly rule?: string;
  readonly place: { readonly position?: { readonly file: string; readonly line: number } };
}

export const findingsOf = (out: string): readonly ReportedFinding[] =>
  (JSON.parse(out) as { findings: ReportedFinding[] }).findings;
export const codesOf = (out: string): string[] => findingsOf(out).map(({ code }) => code);
