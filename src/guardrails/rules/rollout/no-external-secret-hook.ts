import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { hookAnnotation, hookOf } from '../../indexing/rollout.ts';
import { siteOf } from '../../indexing/site.ts';
import { writersOfSecretOperators } from '../../knowledge/writers-of-secret-operators.ts';
import { normalise } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const kinds = [
  ...['clusterexternalsecret', 'secretstore', 'clustersecretstore', 'pushsecret', 'clusterpushsecret'],
  // ExternalSecrets and certificates are among them.
  ...writersOfSecretOperators.flatMap(({ kind }) => kind).map(normalise),
];

export const noExternalSecretHook = defineRule({
  id: 'no-external-secret-hook',
  code: 'VW3300',
  severity: 'error',
  incidents: ['INC-26', 'INC-32'],
  what: 'ExternalSecrets, PushSecrets, stores and the resources of other operators that write Secrets are never hooks.',
  why: 'A hook is deleted and made anew on every sync, and the Secret with it: pods lose their credentials in the middle of a rollout.',
  fix: 'Remove the hook annotation and order with a sync wave.',
  options: z.strictObject({}),
  messages: { hook: ({ kind, object }: { kind: ReportText; object: ReportText }) => `${kind} "${object}" is a hook` },
  examples: {
    failing: [
      {
        title: 'A hook of Argo CD',
        files: {
          'a.yaml': externalSecretText({ metadata: 'name: db, annotations: {argocd.argoproj.io/hook: PreSync}' }),
        },
      },
      {
        title: 'A resource of the Vault Secrets Operator',
        files: {
          'a.yaml':
            '{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, metadata: {name: db, annotations: {argocd.argoproj.io/hook: PreSync}}, spec: {destination: {name: db, create: true}}}',
        },
      },
      {
        title: 'A hook of Helm',
        files: {
          'a.yaml': externalSecretText({
            metadata: 'name: db, annotations: {helm.sh/hook: "pre-install,pre-upgrade"}',
          }),
        },
      },
    ],
    passing: [
      {
        title: 'A sync wave',
        files: {
          'a.yaml': externalSecretText({ metadata: 'name: db, annotations: {argocd.argoproj.io/sync-wave: "-5"}' }),
        },
      },
      {
        title: 'A hook Job',
        files: {
          'a.yaml':
            '{apiVersion: batch/v1, kind: Job, metadata: {name: a, annotations: {argocd.argoproj.io/hook: Sync}}}',
        },
      },
    ],
  },
  check({ index, report }) {
    for (const object of [...new Set(kinds)].flatMap((kind) => index.ofKind(kind))) {
      const annotation = hookAnnotation(object);
      if (annotation === undefined || hookOf(object) === undefined || hookOf(object) === 'Skip') continue;
      report('hook', siteOf(object, 'metadata', 'annotations', annotation), {
        kind: name(object.kind),
        object: name(object.name),
      });
    }
  },
});
