import { rmSync } from 'node:fs';
import { folderWith, runCli } from '../../cli/run-cli.ts';

/**
 * Runs `vaultwright check` on files, or on one of them, and returns `rule file:line` of errors and warnings.
 */
export async function kindFindings(given: string | Readonly<Record<string, string>>): Promise<string[]> {
  const folder = folderWith(typeof given === 'string' ? { 'a.yaml': given } : given);
  const { out } = await runCli(['check', '--no-helm', '--format', 'json'], folder);
  rmSync(folder, { recursive: true });
  const report = JSON.parse(out) as {
    findings: { rule: string; severity: string; place: { position: { file: string; line: number } } }[];
  };
  return report.findings.flatMap(({ rule, severity, place: { position } }) =>
    severity === 'note' ? [] : [`${rule} ${position.file}:${position.line}`],
  );
}
