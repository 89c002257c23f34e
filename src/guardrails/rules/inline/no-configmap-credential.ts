// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { credentialMessages, formInWords, reportCredentials } from '../../reporters/credential-report.ts';
import { name } from '../../reporters/report-text.ts';

/** `grafana-admin-user`, `db/username`: seeds that are no credential by themselves. */
const isUserName =
  /(?:^|[-_/.])(?:user(?:[-_]?name)?|login|email|host|port|url|endpoint|domain|database|db[-_]?name|bucket|region)$/i;

export const noConfigmapCredential = defineRule({
  id: 'no-configmap-credential',
  code: 'VW3006',
  severity: 'error',
  incidents: ['INC-02'],
  what: 'No ConfigMap holds a credential, nor a settings file inside one.',
  why: 'Whoever can read the repository, the rendered output or the cluster object can read the credential, and it stays in the history. ConfigMaps are readable to many more accounts than Secrets.',
  fix: 'Declare the value as a Vault key and read it through an ExternalSecret; rotate what was committed.',
  options: z.strictObject({}),
  messages: credentialMessages,
  examples: {
    failing: [
      {
        title: 'A literal',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {DB_PASSWORD: changeme1}}',
        },
      },
      {
        title: 'A properties file',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {app.properties: "db.user=app\\ndb.password=changeme1\\n"}}',
        },
      },
      {
        title: 'A YAML file',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {config.yaml: "db:\\n  user: app\\n  password: changeme1\\n"}}',
        },
      },
    ],
    passing: [
      {
        title: 'Variables',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {app.properties: "db.password=${DB_PASSWORD}\\n"}}',
        },
      },
      {
        title: 'A reference and a limit',
        files: {
          'app.yaml':
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {config.yaml: "tokenFile: /etc/token\\npasswordLength: 12\\n"}}',
        },
      },
    ],
  },
  check(context) {
    reportCredentials(context, ['configmap']);
    for (const { path, isLiteral, site } of context.index.seeds)
      if (isLiteral && !isUserName.test(path))
        context.report('inline', site, { key: name(path), form: formInWords('literal') });
  },
});
