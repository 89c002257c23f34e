// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of a shell
import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import { scriptsOf } from '../../indexing/scripts.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const script = (text: string): string => jobText(`, command: [sh, -c, "${text}"]`);

/** `<none>`, `(unset)`: what a line of a log shows in place of nothing. */
const isShown = /^(?:<[\w -]+>|\([\w -]+\)|none|unset|n\/a)$/i;

export const unsetOnlyDefault = defineRule({
  id: 'unset-only-default',
  code: 'VW3355',
  severity: 'warning',
  incidents: ['INC-09'],
  what: 'A prefix or suffix whose empty value means "none" gets its default only when it is unset.',
  why: 'With :- an empty prefix turns into the default again: every name is looked up with the wrong prefix, and nothing is found.',
  fix: 'Write ${NAME-default} instead of ${NAME:-default}.',
  options: z.strictObject({
    names: z.array(z.string()).default(['PREFIX', 'SUFFIX']).describe('Ends of names for which empty is a value.'),
  }),
  messages: { lost: ({ variable }: { variable: ReportText }) => `An empty "${variable}" turns into the default again` },
  examples: {
    failing: [
      { title: ':-', files: { 'a.yaml': script('fetch ${SECRET_PREFIX:-env-}name') } },
      { title: ':=', files: { 'a.yaml': script(': ${SECRET_PREFIX:=env-}') } },
    ],
    passing: [
      { title: 'Unset only', files: { 'a.yaml': script('fetch ${SECRET_PREFIX-env-}name') } },
      { title: 'What a log line shows', files: { 'a.yaml': script('echo ${SECRET_PREFIX:-<none>}') } },
      { title: 'An empty default', files: { 'a.yaml': script('fetch ${SECRET_PREFIX:-}name') } },
    ],
  },
  check({ index, options, report }) {
    for (const { text, site } of scriptsOf(index))
      for (const { 1: variable = '', 2: fallback = '', index: offset } of text.matchAll(
        /\$\{([A-Za-z_]\w{0,200}):[-=]([^}]{0,500})\}/g,
      ))
        if (fallback !== '' && !isShown.test(fallback) && options.names.some((ending) => variable.endsWith(ending)))
          report('lost', { ...site, offset }, { variable: name(variable) });
  },
});
