import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { listAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const app = (options: string, of = 'shop'): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: ${of}}, spec: {syncPolicy: {syncOptions: [${options}]}}}`;
const configuration = {
  rules: {
    'sync-options': {
      severity: 'error' as const,
      options: { required: ['RespectIgnoreDifferences=true'], forbidden: { clickhouse: ['ServerSideApply=true'] } },
    },
  },
};

export const syncOptions = defineRule({
  id: 'sync-options',
  code: 'VW3405',
  severity: 'error',
  incidents: ['INC-33', 'INC-45'],
  what: 'Every Application has the sync options that all need, and none that breaks what it deploys.',
  why: 'Options that an ApplicationSet drops leave an Application OutOfSync for ever, or let a controller panic on its own resource.',
  fix: "Merge the component's options into those of the template, and never replace them.",
  options: z.strictObject({
    required: z.array(z.string()).default([]),
    forbidden: z
      .record(z.string(), z.array(z.string()))
      .default({})
      .describe("Options by part of an Application's name."),
  }),
  messages: {
    missing: ({ object, option }: { object: ReportText; option: ReportText }) =>
      `Application "${object}" lacks sync option ${option}`,
    forbidden: ({ object, option }: { object: ReportText; option: ReportText }) =>
      `Application "${object}" must not have sync option ${option}`,
  },
  examples: {
    failing: [
      { title: 'Dropped', files: { 'a.yaml': app('CreateNamespace=true') }, configuration },
      {
        title: 'Forbidden',
        files: { 'a.yaml': app('RespectIgnoreDifferences=true, ServerSideApply=true', 'data-clickhouse') },
        configuration,
      },
    ],
    passing: [
      { title: 'Merged', files: { 'a.yaml': app('RespectIgnoreDifferences=true, PruneLast=true') }, configuration },
      { title: 'Nothing configured', files: { 'a.yaml': app('') } },
      {
        title: 'Another Application',
        files: { 'a.yaml': app('RespectIgnoreDifferences=true, ServerSideApply=true', 'data-postgres') },
        configuration,
      },
    ],
  },
  check({ index, options, report }) {
    for (const object of index.ofKind('application')) {
      const path = ['spec', 'syncPolicy', 'syncOptions'];
      const has = listAt(object.value, ...path);
      for (const option of options.required)
        if (!has.includes(option))
          report('missing', siteOf(object, ...path), { object: name(object.name), option: name(option) });
      for (const [part, forbidden] of Object.entries(options.forbidden))
        for (const option of forbidden)
          if (object.name.includes(part) && has.includes(option))
            report('forbidden', siteOf(object, ...path, has.indexOf(option)), {
              object: name(object.name),
              option: name(option),
            });
    }
  },
});
