import { z } from 'zod';
import { devOnlyAnnotation } from '../../../model/documents/annotations.ts';
import { isRegulated } from '../../engine/regulated.ts';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { environments: [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }] };
const secret = (called: string, annotations = ''): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${called}, namespace: shop, annotations: {${annotations}}}, spec: {data: []}}`;
const annotated = `${devOnlyAnnotation}: "for tests"`;

/** Kinds whose names are those of credentials. */
const credentials = new Set(['secret', 'externalsecret', 'clusterexternalsecret', 'pushsecret', 'sealedsecret']);

export const regulatedDevOnly = defineRule({
  id: 'regulated-dev-only',
  code: 'VW3075',
  severity: 'error',
  what: 'A regulated environment has nothing that is for development alone: no bootstrap, no persona and no token of tests.',
  why: 'What a test logs in with is known to whoever runs a pipeline; where customers are it is a way in.',
  fix: 'Limit it to ephemeral environments: `audience: "tests"` on a contract, and `TestSecrets` where it is placed.',
  options: z.strictObject({
    words: z
      .array(z.string())
      .default(['cypress', 'e2e', 'persona', 'personas', 'playwright'])
      .describe('Words in the name of a Secret of tests.'),
  }),
  messages: {
    annotated: ({ object }: { object: ReportText }) => `"${object}" says that no regulated environment may have it`,
    named: ({ object, word }: { object: ReportText; word: ReportText }) =>
      `"${object}" is a credential of tests: "${word}"`,
  },
  examples: {
    failing: [
      { title: 'A test Secret that says so', files: { 'live/a.yaml': secret('app-users', annotated) }, configuration },
      { title: 'A Secret of personas', files: { 'live/a.yaml': secret('playwright-users') }, configuration },
      { title: 'A token of end-to-end tests', files: { 'live/a.yaml': secret('gitlab-e2e-sync') }, configuration },
    ],
    passing: [
      { title: 'In an ephemeral environment', files: { 'dev/a.yaml': secret('gitlab-e2e', annotated) }, configuration },
      { title: 'Another Secret', files: { 'live/a.yaml': secret('personal-tokens') }, configuration },
    ],
  },
  check({ index, configuration: settings, options, report }) {
    const words = new Set(options.words);
    for (const object of index.objects) {
      if (!isRegulated(object.manifest, object.namespace, settings)) continue;
      const shown = { object: name(object.name) };
      if (object.annotations[devOnlyAnnotation] !== undefined)
        report('annotated', siteOf(object, 'metadata', 'annotations', devOnlyAnnotation), shown);
      else if (credentials.has(object.kindKey)) {
        const word = object.name
          .toLowerCase()
          .split(/[-._]/)
          .find((part) => words.has(part));
        if (word !== undefined) report('named', siteOf(object, 'metadata', 'name'), { ...shown, word: name(word) });
      }
    }
  },
});
