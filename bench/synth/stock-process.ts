/** Measured program: stock cdk8s writes the output. Arguments: number of objects, output folder. */
import { measurePhase, reportMeasurement } from '../harness/fresh-process.ts';
import { buildApp } from './build-app.ts';

const [objects = '0', outdir = ''] = process.argv.slice(2);
const app = await measurePhase('construct', () => buildApp(Number(objects), outdir));
await measurePhase('synth', () => app.synth());
reportMeasurement();
