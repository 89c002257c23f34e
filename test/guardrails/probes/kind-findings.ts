import { rmSync } from 'node:fs';
import { folderWith, runCli } from '../../cli/run-cli.ts';

/** Runs `vaultwright check` in a folder and returns `rule file:line` of errors and warnings, sorted. */
export async function loudFindings(folder: string): Promise<string[]> {
  const { out } = await runCli(['check', '--no-helm', '--format', 'json'], folder);
  const report = JSON.parse(out) as {
    findings: { rule: string; severity: string; place: { position: { file: string; line: number } } }[];
  };
  return report.findings
    .flatMap(({ rule, severity, place: { position } }) =>
      severity === 'note' ? [] : [`${rule} ${position.file}:${position.line}`],
    )
    .sort();
}

/** Returns the same of files, or of one of them. */
export async function kindFindings(given: string | Readonly<Record<string, string>>): Promise<string[]> {
  const folder = folderWith(typeof given === 'string' ? { 'a.yaml': given } : given);
  const found = await loudFindings(folder);
  rmSync(folder, { recursive: true });
  return found;
}
