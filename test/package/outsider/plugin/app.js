import { ApiObject, App, Chart } from 'cdk8s';

// A project that knows nothing of Vaultwright but its validation plugin.
const app = new App();
const chart = new Chart(app, 'plain');
const inline = process.env.WITH_INLINE_SECRET === 'true';
new ApiObject(chart, 'object', {
  apiVersion: 'v1',
  kind: inline ? 'Secret' : 'ConfigMap',
  metadata: { name: 'settings' },
  ...(inline ? { stringData: { password: 'changeme1' } } : { data: { colour: 'green' } }),
});
app.synth();
