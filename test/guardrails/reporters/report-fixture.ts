import type { Report } from '../../../src/guardrails/reporters/report.ts';
import type { Diagnostic } from '../../../src/model/diagnostics/diagnostic.ts';

/** A finding with every field that a reporter may show. */
export const finding: Diagnostic = {
  code: 'VW3001',
  severity: 'error',
  what: 'Secret "db" holds a literal under "password"',
  why: 'Base64 is no protection.',
  fix: 'Declare it as a Vault key.',
  rule: 'no-inline-secret',
  place: {
    position: { file: 'apps/a b/db.yaml', line: 2, column: 13 },
    object: { apiVersion: 'v1', kind: 'Secret', namespace: 'dev', name: 'db' },
    field: 'stringData.password',
    output: 'apps/a b/db.yaml',
  },
};

/** A note about a file, without rule, object or column. */
export const note: Diagnostic = {
  code: 'VW4001',
  severity: 'note',
  what: 'The document does not parse: <&"\'>]]> 100%, a:b\nnext',
  why: 'It was read line by line.',
  fix: 'Correct it.',
  place: { position: { file: 'z.yaml', line: 7 } },
};

/** A warning that has no place at all. */
export const placeless: Diagnostic = {
  code: 'VW3999',
  severity: 'warning',
  what: 'w\u0000\u001b[31m',
  why: 'y',
  fix: 'f',
  place: {},
};

export const reportOf = (...diagnostics: readonly Diagnostic[]): Report => ({
  diagnostics,
  summary: { files: 3, manifests: 5, suppressed: 1, baselined: 2 },
  rules: [
    {
      id: 'no-inline-secret',
      code: 'VW3001',
      severity: 'error',
      what: 'No Secret carries credentials.',
      why: 'w',
      fix: 'f',
    },
  ],
  version: '1.2.3',
  sources: {
    get: (file) =>
      file === 'apps/a b/db.yaml' ? { text: 'stringData:\n  password: hunter2-literal\n', hasKeys: true } : undefined,
  },
});
