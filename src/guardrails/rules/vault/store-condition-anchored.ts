import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { listAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const store = (pattern: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: vault}, spec: {conditions: [{namespaceRegexes: ["${pattern}"]}], provider: {}}}`;

export const storeConditionAnchored = defineRule({
  id: 'store-condition-anchored',
  code: 'VW3116',
  severity: 'error',
  incidents: ['INC-03'],
  what: 'Every regular expression in the conditions of a store is anchored at both ends, and where it is demanded a ClusterSecretStore has conditions.',
  why: 'The controller matches anywhere in the name: "shop" also admits "not-shop-at-all", whose owner then reads through the store. Without conditions every namespace does.',
  fix: 'Write ^…$ around the pattern, or list the namespaces.',
  options: z.strictObject({
    required: z.boolean().default(false).describe('Demands conditions of every ClusterSecretStore.'),
  }),
  messages: {
    open: ({ store: of }: { store: ReportText }) => `A namespace pattern of store "${of}" is not anchored`,
    missing: ({ store: of }: { store: ReportText }) => `ClusterSecretStore "${of}" serves every namespace`,
    broken: ({ store: of }: { store: ReportText }) => `A namespace pattern of store "${of}" is no regular expression`,
  },
  examples: {
    failing: [
      { title: 'No anchors', files: { 'a.yaml': store('shop') } },
      { title: 'One anchor, and an alternative outside', files: { 'a.yaml': store('^shop|bar$') } },
      {
        title: 'No conditions where they are demanded',
        files: { 'a.yaml': store('^shop$').replace('conditions: [{namespaceRegexes: ["^shop$"]}], ', '') },
        configuration: { rules: { 'store-condition-anchored': { options: { required: true } } } },
      },
    ],
    passing: [
      { title: 'Both anchors', files: { 'a.yaml': store('^shop-[0-9]+$') } },
      { title: 'An alternative inside', files: { 'a.yaml': store('^(?:shop|bar)$') } },
      {
        title: 'Namespaces by name where conditions are demanded',
        files: { 'a.yaml': store('^shop$').replace('namespaceRegexes: ["^shop$"]', 'namespaces: [shop]') },
        configuration: { rules: { 'store-condition-anchored': { options: { required: true } } } },
      },
    ],
  },
  check({ index, options, report }) {
    for (const { object, conditions, name: store } of index.stores.all) {
      const isOpen = options.required && object.kindKey === 'clustersecretstore' && conditions.length === 0;
      if (isOpen) report('missing', siteOf(object, 'spec', 'conditions'), { store: name(store) });
      conditions.forEach((condition, position) => {
        listAt(condition, 'namespaceRegexes').forEach((pattern, at) => {
          if (typeof pattern !== 'string' || pattern.includes('{{')) return;
          const site = siteOf(object, 'spec', 'conditions', position, 'namespaceRegexes', at);
          if (!isValid(pattern)) report('broken', site, { store: name(store) });
          else if (!isAnchored(pattern)) report('open', site, { store: name(store) });
        });
      });
    }
  },
});

function isValid(pattern: string): boolean {
  try {
    new RegExp(pattern);
  } catch {
    return false;
  }
  return true;
}

/** An alternative outside all groups has ends of its own: each of them needs both anchors. */
function isAnchored(pattern: string): boolean {
  let depth = 0;
  let start = 0;
  const branches: string[] = [];
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === '(' || pattern[at] === '[') depth++;
    else if (pattern[at] === ')' || pattern[at] === ']') depth--;
    else if (pattern[at] === '|' && depth === 0) {
      branches.push(pattern.slice(start, at));
      start = at + 1;
    }
  }
  branches.push(pattern.slice(start));
  return branches.every((branch) => /^(?:\^|\\A)/.test(branch) && /(?:(?<!\\)\$|\\z)$/.test(branch));
}
