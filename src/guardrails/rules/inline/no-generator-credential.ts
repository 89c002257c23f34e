// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, reportCredentials } from '../../reporters/credential-report.ts';

export const noGeneratorCredential = defineRule({
  id: 'no-generator-credential',
  code: 'VW3011',
  severity: 'error',
  what: 'No kustomize generator holds a credential.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history. A secretGenerator writes it into a Secret besides.',
  fix: 'Declare the value as a Vault key and read it through an ExternalSecret; rotate what was committed.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A literal of a secretGenerator',
        files: { 'kustomization.yaml': '{secretGenerator: [{name: db, literals: [password=changeme1]}]}' },
      },
      {
        title: 'A literal of a configMapGenerator',
        files: { 'kustomization.yaml': '{configMapGenerator: [{name: app, literals: ["DB_PASSWORD=changeme1"]}]}' },
      },
    ],
    passing: [
      {
        title: 'Only names',
        files: { 'kustomization.yaml': '{secretGenerator: [{name: db, literals: [username=app]}]}' },
      },
      {
        title: 'A variable',
        files: { 'kustomization.yaml': '{secretGenerator: [{name: db, literals: ["password=${DB_PASSWORD}"]}]}' },
      },
    ],
  },
  check(context) {
    reportCredentials(context, ['generator']);
  },
});
