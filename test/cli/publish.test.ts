import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Choice, renderShop } from '../exports/diff/shop.ts';
import { outputAndCheckout, publication, published } from './output-and-checkout.ts';
import { runCli } from './run-cli.ts';

const { at, commit, git, publish, put, read, tree } = outputAndCheckout();

describe('vaultwright publish', () => {
  test('copies the output to the same paths, and a second run does nothing', async () => {
    expect(await publish()).toMatchObject({ status: 0, err: '' });
    expect(tree()).toEqual(published);
    commit();
    expect((await publish()).out).toBe('0 files written, 0 removed, 3 unchanged\n');
    expect(git('status', '--porcelain')).toBe('');
  });

  test('removes what it published before, with the folders that are empty then, and nothing else', async () => {
    await publish();
    put('gitops/lab/services/shop/notes.md', 'Of others.\n');
    commit();
    rmSync(at('dist/lab/services'), { recursive: true });
    expect((await publish()).out).toBe(
      'remove  lab/services/mail/mail.k8s.yaml\nremove  lab/services/shop/shop.k8s.yaml\n0 files written, 2 removed, 1 unchanged\n',
    );
    expect(tree()).toEqual(published.filter((file) => !file.endsWith('.yaml')).concat('lab/services/shop/notes.md'));
    expect(existsSync(at('gitops/lab/services/mail'))).toBe(false);
  });

  test('puts files where the output says, and leaves out what it does not name', async () => {
    put('dist/publication.json', publication({ 'lab/services/shop/shop.k8s.yaml': 'apps/shop/lab.yaml' }));
    await publish();
    expect(tree()).toEqual(['.vaultwright-published.json', 'README.md', 'apps/shop/lab.yaml']);
  });

  test('publishes below a folder, with a record of its own', async () => {
    await publish('--into', 'platform/secrets/');
    expect(tree()).toContain('platform/secrets/.vaultwright-published.json');
    expect(read('platform/secrets/lab/services/shop/shop.k8s.yaml')).toBe('kind: ExternalSecret\n');
  });

  test('says what it would do, and does not', async () => {
    const { out, status } = await publish('--dry-run');
    expect({ status, last: out.split('\n').at(-2) }).toEqual({
      status: 0,
      last: '3 files would be written, 0 would be removed, 0 unchanged',
    });
    expect(tree()).toEqual(['README.md']);
  });

  test('checks that the checkout is what is rendered, whoever changed it', async () => {
    await publish();
    commit();
    expect((await publish('--check')).status).toBe(0);
    put('gitops/lab/services/shop/shop.k8s.yaml', 'kind: Secret\n');
    const { status, out } = await publish('--check', '--json');
    expect({ status, report: JSON.parse(out) }).toEqual({
      status: 1,
      report: {
        kind: 'PublishReport',
        version: 1,
        written: ['lab/services/shop/shop.k8s.yaml'],
        removed: [],
        unchanged: 2,
      },
    });
    expect(read('lab/services/shop/shop.k8s.yaml')).toBe('kind: Secret\n');
  });

  test('completes a run that was killed, though the output changed meanwhile', async () => {
    await publish();
    commit();
    // The record as it stands while a run is at work, which has written one of its two files.
    const record = JSON.parse(read('.vaultwright-published.json'));
    const { 'lab/services/shop/shop.k8s.yaml': shop, 'lab/services/mail/mail.k8s.yaml': mail } = record.files;
    const second = 'kind: ExternalSecret # 2\n';
    const digest = createHash('sha256').update(second).digest('hex');
    for (const file of [shop, mail]) Object.assign(file, { was: file.sha256, sha256: digest });
    put('gitops/.vaultwright-published.json', JSON.stringify({ ...record, unfinished: true }));
    put('gitops/lab/services/shop/shop.k8s.yaml', second);
    put('dist/lab/services/shop/shop.k8s.yaml', 'kind: ExternalSecret # 3\n');
    put('dist/lab/services/mail/mail.k8s.yaml', 'kind: ExternalSecret # 3\n');
    expect(await publish()).toMatchObject({ status: 0, err: '' });
    expect(read('lab/services/mail/mail.k8s.yaml')).toBe('kind: ExternalSecret # 3\n');
    expect(JSON.parse(read('.vaultwright-published.json'))).not.toHaveProperty('unfinished');
  });
});

describe('what is published', () => {
  const render = async (choice: Partial<Choice>): Promise<void> => {
    rmSync(at('dist'), { recursive: true });
    for (const [file, text] of (await renderShop({ hasArgoCd: true, ...choice })).files) put(`dist/${file}`, text);
  };
  const diff = async () => (await runCli(['diff', 'gitops', 'dist'], at())).out;

  test('means the same as the output, layers of values included', async () => {
    await render({});
    await publish();
    expect(tree()).toContain('_shared/argo-cd/values/shop.yaml');
    expect(await diff()).toBe('No difference in what is rendered.\n');
    await render({ valuesReplicas: 3 });
    expect((await diff()).split('\n').slice(0, 2)).toEqual([
      'Values of a chart change [values-changed]',
      '  Values of shop: replicas  (lab, live)',
    ]);
  });

  test('names an Application by what its component file says', async () => {
    await render({});
    await publish();
    const file = 'dist/lab/argo-cd/components/shop/component.yaml';
    put(file, readFileSync(at(file), 'utf8').replace('CreateNamespace=true', 'CreateNamespace=false'));
    expect((await diff()).split('\n').slice(0, 2)).toEqual([
      'Object changes [object-changed]',
      '  Application shop: spec.syncOptions  (lab)',
    ]);
  });
});
