import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

export const noSealedSecret = defineRule({
  id: 'no-sealed-secret',
  code: 'VW3002',
  severity: 'error',
  specificity: 20,
  what: 'No SealedSecret: Vault is the one place where secrets live.',
  why: 'A SealedSecret is a second authority beside Vault: it cannot be rotated, audited or revoked there, and its key pair must be kept for ever.',
  fix: 'Put the value into Vault and replace the SealedSecret by an ExternalSecret of the same target name.',
  options: z.strictObject({
    allow: z.boolean().default(false).describe('Allows SealedSecrets, for repositories that are built on them.'),
  }),
  messages: { sealed: ({ secret }: { secret: ReportText }) => `SealedSecret "${secret}" is not allowed` },
  examples: {
    failing: [
      {
        title: 'A SealedSecret',
        files: {
          'app.yaml':
            '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: db}, spec: {encryptedData: {password: AgBfake}}}',
        },
      },
      {
        title: 'One inside a List',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: List, items: [{apiVersion: bitnami.com/v1alpha1, kind: sealedsecret, metadata: {name: db}}]}',
        },
      },
    ],
    passing: [
      {
        title: 'An ExternalSecret',
        files: {
          'app.yaml':
            '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {data: []}}',
        },
      },
      {
        title: 'SealedSecrets allowed',
        files: { 'app.yaml': '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: db}}' },
        configuration: { rules: { 'no-sealed-secret': { options: { allow: true } } } },
      },
    ],
  },
  check({ index, options, report }) {
    if (options.allow) return;
    for (const object of index.ofKind('sealedsecret')) report('sealed', siteOf(object), { secret: name(object.name) });
  },
});
