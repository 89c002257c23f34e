import { expect } from 'vitest';
import type { ConfigurationInput } from '../../../src/guardrails/engine/configuration.ts';
import { checkFiles } from './check-files.ts';

/** Files with one defect, and the rule that must find it. */
export interface Defect {
  readonly title: string;
  readonly files: string | Readonly<Record<string, string>>;
  readonly rule: string;
  readonly configuration?: ConfigurationInput;
}

/** Expects the rule's finding, and at most one rule besides: a defect may break two demands, not many. */
export function expectFound({ files, rule, configuration }: Defect): void {
  const findings = checkFiles(typeof files === 'string' ? { 'a.yaml': files } : files, configuration);
  const rules = new Set(findings.map((finding) => finding.rule));
  expect([...rules]).toContain(rule);
  expect(rules.size).toBeLessThanOrEqual(2);
}
