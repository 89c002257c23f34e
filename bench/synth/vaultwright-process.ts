/** Measured program: this project's renderer, emitter and writer. Arguments: number of objects, output folder. */
import { renderChartObjects } from '../../src/rendering/render-chart-objects.ts';
import { writeOutput } from '../../src/rendering/write-output.ts';
import { emitYaml } from '../../src/rendering/yaml-emitter.ts';
import { measurePhase, reportMeasurement } from '../harness/fresh-process.ts';
import { buildApp } from './build-app.ts';

const [objects = '0', outdir = ''] = process.argv.slice(2);
const app = await measurePhase('construct', () => buildApp(Number(objects), outdir));
await measurePhase('synth', async () => {
  const charts = await measurePhase('render', () => renderChartObjects(app));
  const files = await measurePhase(
    'emit',
    () =>
      new Map(
        charts.map(({ chart, objects }) => [`${chart.node.id}.k8s.yaml`, emitYaml(objects.map(({ value }) => value))]),
      ),
  );
  await measurePhase('write', () => writeOutput(outdir, files));
});
reportMeasurement();
