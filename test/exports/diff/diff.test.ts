import { beforeAll, describe, expect, test } from 'vitest';
import { type Change, type ChangeKind, changeKinds } from '../../../src/exports/diff/change.ts';
import { compareSides } from '../../../src/exports/diff/compare-environments.ts';
import { jsonReport, markdownReport, textReport } from '../../../src/exports/diff/report.ts';
import { type RenderedTree, readSide } from '../../../src/exports/rendered/rendered-side.ts';
import { type Choice, renderShop } from './shop.ts';

/**
 * What a person changes, by the name of the report that says what follows; rendering takes long, so several
 * at once.
 */
const declared: Readonly<Record<string, Partial<Choice>>> = {
  environment: {
    namespace: 'shop-other',
    address: 'http://vault.shop-lab.svc:8300',
    seal: 'awskms',
    authMount: 'k8s',
    upstream: 'https://other.example/',
    engine: 'other',
    credentialsSecret: 'other-keys',
    hasStaging: true,
  },
  operation: { managed: true, hasWorker: true, owner: 'builders', phase: 310, writerAccounts: ['minter', 'other'] },
  secrets: {
    bringer: 'store-room',
    cacheKey: 'cache-token',
    externalSecret: 'cache-other',
    refresh: '5m',
    creation: 'Merge',
    label: 'red',
    hasToken: true,
    template: 'literal-other',
    mailEncoding: 'base64',
  },
  keys: {
    passwordLength: 48,
    urlPath: 'literal-elsewhere',
    userName: 'literal-name',
    mailName: 'mail-key',
    mailRequired: true,
    producer: 'coiner',
    unread: 'Read by nobody yet',
    extraOrigin: 'external',
  },
  removal: {
    hasCache: false,
    readsCache: false,
    deliveredKeys: ['username', 'password', 'uri'],
    deliveredBy: 'another operator',
    valuesReplicas: 3,
  },
};

type Edit = readonly [file: RegExp, from: string | RegExp, to: string];

/**
 * What somebody changes in rendered files, where no declaration of the shop does, and the line of the report.
 */
const edited: readonly {
  readonly kind: ChangeKind;
  readonly edits: readonly Edit[];
  readonly lines: readonly string[];
}[] = [
  {
    kind: 'environment-lifecycle',
    edits: [[/live\/environment/, '"regulated"', '"ephemeral"']],
    lines: ['live: Environment: ephemeral instead of regulated'],
  },
  {
    kind: 'previews-changed',
    edits: [[/lab\/environment/, '"components": [\n      "shop"', '"components": [\n      "worker"']],
    lines: ['lab: Previews: components'],
  },
  {
    kind: 'vault-server',
    edits: [[/live\/environment/, '"edition": "community"', '"edition": "enterprise"']],
    lines: ['live: Vault: edition'],
  },
  {
    kind: 'component-moved',
    edits: [[/lab\/environment/, '"services/store-room"', '"services/stores"']],
    lines: [
      "lab: Component store-room: the environment's namespace, folder services/stores, instead of the environment's namespace, folder services/store-room",
    ],
  },
  {
    kind: 'secret-store',
    edits: [[/lab\/services\/shop/, 'name: shop-vault\n', 'name: other\n']],
    lines: ['lab: Secret database: ClusterSecretStore other instead of ClusterSecretStore shop-vault'],
  },
  {
    kind: 'secret-other',
    edits: [[/lab\/services\/shop/, 'vaultwright.io/owner:', 'example.com/owner:']],
    lines: ['lab: Secret database: metadata.annotations.example.com/owner'],
  },
  {
    kind: 'delivered-removed',
    edits: [[/lab\/environment/, /"delivered": \[[\s\S]*?\n {2}\]/, '"delivered": []']],
    lines: ['lab: Secret superuser: the database operator wrote it'],
  },
  {
    kind: 'policy-removed',
    edits: [[/lab\/environment/, '"name": "minter",\n      "rules"', '"name": "coiner",\n      "rules"']],
    lines: ['lab: Policy minter: it is not rendered any more'],
  },
  {
    kind: 'role-removed',
    edits: [
      [/lab\/environment/, '"name": "minter",\n      "serviceAccounts"', '"name": "coiner",\n      "serviceAccounts"'],
    ],
    lines: ['lab: Role minter: it is not rendered any more'],
  },
  {
    kind: 'rbac-widened',
    edits: [
      [/lab\/foundation/, 'verbs:\n      - get\n      - create', 'verbs:\n      - list\n      - get\n      - create'],
    ],
    lines: ['lab: Role bootstrap: list secrets vault-bootstrap-seed, list secrets vault-keys'],
  },
  {
    kind: 'store-removed',
    edits: [
      [
        /lab\/foundation/,
        /---\napiVersion: external-secrets[\s\S]*?(?=\n---)/,
        '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other',
      ],
    ],
    lines: ['lab: ClusterSecretStore shop-vault: Argo CD prunes it where it may'],
  },
];

const withEdits = (tree: RenderedTree, edits: readonly Edit[]): RenderedTree => ({
  ...tree,
  files: new Map(
    [...tree.files].map(([file, text]) => [
      file,
      edits.reduce((now, [where, from, to]) => (where.test(file) ? now.replace(from, to) : now), text),
    ]),
  ),
});

let base: RenderedTree;
const changed = new Map<string, RenderedTree>();
beforeAll(async () => {
  base = await renderShop();
  for (const [name, choice] of Object.entries(declared)) changed.set(name, await renderShop(choice));
});

const compare = (before: RenderedTree, after: RenderedTree, only?: readonly string[]): Change[] =>
  compareSides(readSide(before), readSide(after), only);
const directions = Object.keys(declared).flatMap((name) => [`${name}`, `${name}-undone`]);
const changesOf = (direction: string): Change[] => {
  const other = changed.get(direction.replace('-undone', '')) ?? base;
  return direction.endsWith('-undone') ? compare(other, base) : compare(base, other);
};

describe('a report says what changes and what follows', () => {
  test.each(directions)('%s', async (direction) => {
    await expect(textReport(changesOf(direction))).toMatchFileSnapshot(`reports/${direction}.txt`);
  });

  test.each(edited)('$kind', ({ kind, edits, lines }) => {
    const changes = compare(base, withEdits(base, edits)).filter((each) => each.kind === kind);
    expect(changes.map(({ environment, subject, what }) => `${environment}: ${subject}: ${what}`)).toEqual(lines);
  });

  test('a program is named by its digests', () => {
    const edits: Edit[] = [[/lab\/foundation/, 'bootstrap.mjs: |\n', 'bootstrap.mjs: |\n    // Another one.\n']];
    const changes = compare(base, withEdits(base, edits));
    expect(changes.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'program-changed ConfigMap bootstrap-program',
    ]);
    expect(changes[0]?.what).toMatch(/^bootstrap\.mjs \([0-9a-f]{12} → [0-9a-f]{12}\)$/);
  });

  test('a component that is switched off, and the configurator, whose policy only people change', async () => {
    const [on, off] = [await renderShop({ hasWorker: true }), await renderShop({ hasWorker: true, isWorkerOff: true })];
    expect(compare(on, off, ['live']).map(({ kind, subject, what }) => `${kind}: ${subject}: ${what}`)).toEqual([
      'component-disabled: Component worker: Nobody needs it',
    ]);
    const identity = {
      component: 'foundation',
      name: 'configurator',
      namespace: 'shop-live',
      serviceAccount: 'configurator',
      role: { name: 'configurator', tokenSeconds: 300 },
      policy: { name: 'configurator', rules: [{ path: 'secret/data/a', capabilities: ['create'] }] },
    };
    const withIdentity = (text: string): RenderedTree =>
      withEdits(base, [[/live\/environment/, '"engines": {', `"configurator": ${text},\n  "engines": {`]]);
    const text = JSON.stringify(identity);
    const changes = [
      ...compare(base, withIdentity(text)),
      ...compare(withIdentity(text), withIdentity(text.replace('data/a', 'data/*'))),
      ...compare(withIdentity(text), withIdentity(text.replace('300', '600'))),
    ];
    expect(changes.map(({ kind, subject, what }) => `${kind}: ${subject}: ${what}`)).toEqual([
      'configurator-changed: Configurator: it is rendered now',
      'policy-widened: Policy configurator: create secret/data/*',
      'policy-narrowed: Policy configurator: create secret/data/a',
      'configurator-changed: Configurator: role.tokenSeconds',
    ]);
    const asks = 'Renew what the configurator may do: `vaultwright ceremony handover -e live`';
    expect(changes.filter(({ follows }) => follows.some(({ text: each }) => each === asks))).toHaveLength(3);
  });

  test('every kind of change but those of fields to come is in one of these tables', () => {
    const told = new Set<string>([
      ...directions.flatMap((direction) => changesOf(direction).map(({ kind }) => kind)),
      ...edited.flatMap(({ kind, edits }) => [kind, ...compare(withEdits(base, edits), base).map((each) => each.kind)]),
      'program-changed',
      'component-disabled',
      'configurator-changed',
      'key-other',
      'document-changed',
    ]);
    expect(Object.keys(changeKinds).filter((kind) => !told.has(kind))).toEqual([]);
  });
});

describe('nothing changes', () => {
  test('where the components stand in another order', async () => {
    expect(compare(base, await renderShop({ isReversed: true }))).toEqual([]);
    expect(textReport([])).toBe('No difference in what is rendered.\n');
  });

  test('where lists of names in files and fields of objects are spelled otherwise', () => {
    const respelled = withEdits(base, [
      [/lab\/services\/shop/, /^/, '# A comment.\n'],
      [/lab\/environment/, /,\n/g, ' ,\n'],
    ]);
    expect(compare(base, respelled)).toEqual([]);
  });
});

test('no report holds a value, not even of a literal', () => {
  for (const direction of directions) {
    const changes = changesOf(direction);
    for (const report of [textReport(changes), markdownReport(changes), jsonReport('a', 'b', changes)])
      expect(report).not.toMatch(/literal-/);
  }
});

test('one environment is compared alone, and one that no tree has is refused', () => {
  const other = changed.get('removal') ?? base;
  expect(new Set(compare(base, other, ['live']).map(({ environment }) => environment))).toEqual(new Set(['live']));
  expect(() => compare(base, other, ['nowhere'])).toThrow(/VW4034.*nowhere.*lab, live/s);
});

test('Markdown escapes what names could make of it', () => {
  const change: Change = {
    kind: 'object-added',
    environment: 'lab',
    subject: 'ConfigMap <img> @team | `x`',
    what: 'it is rendered now',
    follows: [],
  };
  const line = markdownReport([change])
    .split('\n')
    .find((each) => each.includes('img'));
  expect(line).toBe('| Object is new | ConfigMap \\<img\\> @\u200bteam \\| \\`x\\`: it is rendered now | lab |');
});
