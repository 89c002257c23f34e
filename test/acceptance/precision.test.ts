import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../src/guardrails/engine/registry.ts';
import { committedLabels, compareLabels, findingsIn, type Label, precisionOf } from './labelled-findings.ts';

const committed = committedLabels();
const label = (verdict: Label['verdict'], count = 1): Label => ({
  path: 'a.yaml',
  rule: 'known-secret',
  severity: 'error',
  count,
  verdict,
});

describe('the findings in public repositories', () => {
  const labels = committed.flatMap(({ findings }) => findings);

  it('are labelled for four repositories', () => {
    expect(committed.map(({ repository }) => repository).sort()).toEqual([
      'billimek/k8s-gitops',
      'bjw-s-labs/home-ops',
      'onedr0p/home-ops',
      'operate-first/apps',
    ]);
  });

  it.each([
    ['errors and warnings', ['error', 'warning']],
    ['all findings', ['error', 'warning', 'note']],
  ] as const)('are right in at least 98 of 100 cases, counted over %s', (_, severities) => {
    const { all, ratio } = precisionOf(labels, severities);
    expect(all).toBeGreaterThan(0);
    expect(ratio).toBeGreaterThanOrEqual(0.98);
  });

  it('name rules that exist', () => {
    const known = new Set(allRules.map(({ id }) => id));
    expect(labels.filter(({ rule }) => !known.has(rule))).toEqual([]);
  });
});

describe('the comparison of a run with labels', () => {
  const { verdict: _, ...found } = label('right', 2);
  const base = { repository: 'a/b', commit: '0'.repeat(40), unparsed: ['old.yaml'] };

  it('tells what is new, what is gone and what no longer parses', () => {
    expect(
      compareLabels({ findings: [found], unparsed: ['new.yaml'] }, { ...base, findings: [label('right', 1)] }),
    ).toEqual({ unlabelled: [found], gone: [], unparsed: ['old.yaml', 'new.yaml'] });
    const gone = label('wrong');
    expect(compareLabels({ findings: [], unparsed: ['old.yaml'] }, { ...base, findings: [gone] })).toEqual({
      unlabelled: [],
      gone: [gone],
      unparsed: [],
    });
  });

  it('counts findings, not entries', () => {
    expect(precisionOf([label('right', 3), label('wrong')], ['error'])).toEqual({ right: 3, all: 4, ratio: 0.75 });
    expect(precisionOf([label('wrong')], ['note'])).toEqual({ right: 0, all: 0, ratio: 1 });
  });
});

/** A folder with checkouts at the commits that the labels name: `<owner>__<repository>`. */
const checkouts = process.env.VAULTWRIGHT_PUBLIC_REPOSITORIES;

describe.skipIf(checkouts === undefined)('a run over the public repositories', () => {
  it.each(committed.map((labels) => [labels.repository, labels] as const))(
    'finds in %s what is labelled',
    async (repository, labels) => {
      const checkout = join(checkouts ?? '', repository.replace('/', '__'));
      expect(existsSync(checkout)).toBe(true);
      expect(compareLabels(await findingsIn(checkout), labels)).toEqual({ unlabelled: [], gone: [], unparsed: [] });
    },
  );
});
