import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText, jobText } from '../../examples/example-texts.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { phaseOf } from '../../indexing/rollout.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const label = (phase: number): string => `labels: {vaultwright.io/phase: "${phase}"}`;
const sync = (phase: number): string => externalSecretText({ metadata: `name: db, namespace: shop, ${label(phase)}` });
const job = (phase: number): string =>
  jobText(', envFrom: [{secretRef: {name: db}}]', `name: migrate, namespace: shop, ${label(phase)}`);
const store = (phase: number): string =>
  `{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop, ${label(phase)}}, spec: {}}`;

export const phaseOrder = defineRule({
  id: 'phase-order',
  code: 'VW3302',
  severity: 'error',
  incidents: ['INC-01', 'INC-03', 'INC-11', 'INC-26', 'INC-35'],
  what: 'No rollout phase reads what only a later phase writes.',
  why: 'A phase starts when the one before it is healthy: a reader in an earlier phase never becomes healthy, and the rollout stops there for ever.',
  fix: 'Move the writer to an earlier phase or the reader to a later one.',
  options: z.strictObject({
    labels: z
      .array(z.string())
      .default(['vaultwright.io/phase', 'rollout-phase', 'rolloutPhase'])
      .describe('Labels or annotations with the phase, a number; the first that an object has counts.'),
  }),
  messages: {
    reader: ({
      reader,
      phase,
      secret,
      later,
    }: {
      reader: ReportText;
      phase: number;
      secret: ReportText;
      later: number;
    }) => `"${reader}" of phase ${phase} reads Secret "${secret}", which phase ${later} writes`,
    store: ({
      object,
      phase,
      store: used,
      later,
    }: {
      object: ReportText;
      phase: number;
      store: ReportText;
      later: number;
    }) => `"${object}" of phase ${phase} uses store "${used}", which phase ${later} makes`,
  },
  examples: {
    failing: [
      { title: 'A reader before its writer', files: { 'a/a.yaml': sync(330), 'b/b.yaml': job(260) } },
      { title: 'An ExternalSecret before its store', files: { 'a/a.yaml': sync(130), 'b/b.yaml': store(155) } },
    ],
    passing: [
      {
        title: 'The writer is earlier',
        files: { 'a/a.yaml': sync(230), 'b/b.yaml': job(260), 'c/c.yaml': store(155) },
      },
      { title: 'The same phase', files: { 'a/a.yaml': sync(155), 'b/b.yaml': store(155) } },
    ],
  },
  check({ index, options, report }) {
    const phases = new Map<IndexedObject, number>();
    // What has no phase is neither earlier nor later.
    const phaseAt = (object: IndexedObject | undefined): number => {
      if (object === undefined) return Number.NaN;
      if (!phases.has(object)) phases.set(object, phaseOf(object, options.labels) ?? Number.NaN);
      return phases.get(object) ?? Number.NaN;
    };
    for (const { site, scope, namespace, name: secret, isOptional, isPart } of index.references) {
      const phase = phaseAt(site.object);
      if (Number.isNaN(phase) || isOptional || isPart) continue;
      const resolution = index.producers.resolve(scope, namespace, secret, site.object);
      if (!resolution.known) continue;
      const later = Math.min(...resolution.producers.map(({ site: made }) => phaseAt(made?.object)));
      if (later > phase)
        report('reader', site, { reader: name(site.object?.name), phase, secret: name(secret), later });
    }
    for (const { reference, namespace, object } of index.storeUses) {
      const store = index.stores.find(object.scope, reference, namespace, object);
      const [phase, later] = [phaseAt(object), phaseAt(store?.object)];
      if (later > phase)
        report('store', reference.site, { object: name(object.name), phase, store: name(reference.name), later });
    }
  },
});
