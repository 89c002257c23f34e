/**
 * Measured program: this project's renderer, emitter and writer, then the guardrails. Arguments: number of
 * objects, output folder.
 */
import { resolveConfiguration } from '../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine/engine.ts';
import { renderChartObjects } from '../../src/rendering/render-chart-objects.ts';
import { writeOutput } from '../../src/rendering/write-output.ts';
import { emitYaml } from '../../src/rendering/yaml-emitter.ts';
import { measurePhase, reportMeasurement } from '../harness/fresh-process.ts';
import { buildApp } from './build-app.ts';
import { guardrailManifests } from './guardrail-manifests.ts';

const [objects = '0', outdir = ''] = process.argv.slice(2);
const app = await measurePhase('construct', () => buildApp(Number(objects), outdir));
const charts = await measurePhase('synth', async () => {
  const charts = await measurePhase('render', () => renderChartObjects(app));
  const files = await measurePhase(
    'emit',
    () =>
      new Map(
        charts.map(({ chart, objects }) => [`${chart.node.id}.k8s.yaml`, emitYaml(objects.map(({ value }) => value))]),
      ),
  );
  await measurePhase('write', () => writeOutput(outdir, files));
  return charts;
});
const manifests = guardrailManifests(charts);
const configuration = resolveConfiguration({ storeNames: ['ameide-vault'] });
const findings = await measurePhase('guardrails', () => runGuardrails({ manifests, configuration }));
reportMeasurement({ findings: findings.length });
