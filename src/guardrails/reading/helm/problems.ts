import { basename } from 'node:path';
import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { textAt } from '../../manifest/normalise.ts';
import type { ChartRun } from './charts.ts';

export const missingHelm: Diagnostic = {
  code: 'VW2040',
  severity: 'error',
  what: 'No helm of version 3.16 or later is on the PATH',
  why: '--helm renders charts with it; without that, templates are read as they are. An older one reads schemas from wherever a chart says.',
  fix: 'Install Helm 3.16 or later, or leave --helm out.',
  place: {},
};

export const unrendered = (file: string, entry: string, severity: 'note' | 'warning'): Diagnostic => ({
  code: 'VW4010',
  severity,
  what: `The chart is not rendered: ${entry} leads out of the checked paths, nowhere, or to no file`,
  why: 'Helm would read what is behind it. Its objects were judged as unrendered templates only.',
  fix: 'Remove the entry, or name its target as a further path.',
  place: { position: { file, line: 1 } },
});

export const outOfTime = (count: number, seconds: number, file: string): Diagnostic => ({
  code: 'VW4010',
  severity: 'note',
  what: `${count} charts are not rendered: ${seconds} seconds were over`,
  why: 'Their objects were judged as unrendered templates only.',
  fix: 'Name --helm to render all of them, however long it takes, or --no-helm to render none.',
  place: { position: { file, line: 1 } },
});

// Helm's own message can quote values, so only the template that it names is repeated.
export function failedRender(file: string, { files, manifest, outcome }: ChartRun, use: 'auto' | 'always'): Diagnostic {
  const of = textAt(manifest?.value ?? null, 'metadata', 'name');
  const last = files.at(-1);
  const values = of === undefined ? (last === undefined ? '' : ` with ${basename(last)}`) : ' as it is installed';
  const { template, isTooMuch } = outcome.isRendered ? { template: undefined, isTooMuch: false } : outcome;
  const reason = isTooMuch ? ': it takes too long, or writes too much' : '';
  return {
    code: 'VW4010',
    severity: use === 'auto' ? 'note' : 'warning',
    what: `The chart does not render${values}${template === undefined ? reason : `: helm stops at ${template}`}`,
    why: 'Its objects were judged as unrendered templates only.',
    fix: 'Run `helm template` on it; a chart that needs dependencies wants `helm dependency build` first.',
    place: { position: { file, line: 1 } },
  };
}
