import { rmSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outputAndCheckout, publication } from './output-and-checkout.ts';

const { at, commit, git, publish, put, tree } = outputAndCheckout();

interface Refusal {
  readonly name: string;
  readonly prepare: () => unknown;
  readonly args?: readonly string[];
  readonly code: string;
  /** The option that admits it. */
  readonly admittedBy?: string;
}

const shop = 'gitops/lab/services/shop/shop.k8s.yaml';
const refusals: readonly Refusal[] = [
  {
    name: 'a checkout with changes',
    prepare: () => put('gitops/README.md', 'Changed.\n'),
    code: 'VW4036',
    admittedBy: '--allow-dirty',
  },
  {
    name: 'a checkout with new files',
    prepare: () => put('gitops/new.md', 'New.\n'),
    code: 'VW4036',
    admittedBy: '--allow-dirty',
  },
  {
    name: 'a checkout of another repository',
    prepare: () => {
      put('dist/publication.json', publication({ 'lab/environment.json': 'lab.json' }));
      git('remote', 'add', 'origin', 'git@git.example:team/other.git');
    },
    code: 'VW4036',
    admittedBy: '--any-remote',
  },
  { name: 'no checkout', prepare: () => {}, args: ['--repo', 'dist'], code: 'VW4036' },
  { name: 'no folder', prepare: () => {}, args: ['--repo', 'nowhere'], code: 'VW4036' },
  {
    name: 'a folder of a checkout',
    prepare: () => {
      put('gitops/below/a.md', '');
      commit();
    },
    args: ['--repo', 'gitops/below'],
    code: 'VW4036',
  },
  {
    name: 'a file of others',
    prepare: () => {
      put(shop, 'kind: Secret\n');
      commit();
    },
    code: 'VW4037',
    admittedBy: '--adopt',
  },
  {
    name: 'a link in the place of a folder',
    prepare: () => {
      symlinkSync('..', at('gitops/lab'));
      commit();
    },
    code: 'VW4037',
  },
  {
    name: 'a published file that others changed',
    prepare: async () => {
      await publish();
      put(shop, 'kind: Secret\n');
      commit();
      put('dist/lab/services/shop/shop.k8s.yaml', 'kind: ExternalSecret # 2\n');
    },
    code: 'VW4038',
    admittedBy: '--restore',
  },
  {
    name: 'to remove a published file that others changed',
    prepare: async () => {
      await publish();
      put(shop, 'kind: Secret\n');
      commit();
      rmSync(at('dist/lab/services/shop'), { recursive: true });
    },
    code: 'VW4038',
    admittedBy: '--restore',
  },
  {
    name: 'a record that was changed by hand',
    prepare: () => {
      put(
        'gitops/.vaultwright-published.json',
        '{"kind":"PublishedTree","version":1,"files":{"../x":{"from":"a","sha256":"b"}}}',
      );
      commit();
    },
    code: 'VW4039',
  },
  {
    name: 'a path out of the repository',
    prepare: () => put('dist/publication.json', publication({ 'lab/environment.json': '../lab.json' })),
    code: 'VW4040',
  },
  {
    name: "a path into Git's own folder",
    prepare: () => put('dist/publication.json', publication({ 'lab/environment.json': '.git/hooks/post-commit' })),
    code: 'VW4040',
  },
  {
    name: 'two files in one place',
    prepare: () =>
      put(
        'dist/publication.json',
        publication({ 'lab/environment.json': 'a', 'lab/services/shop/shop.k8s.yaml': 'a' }),
      ),
    code: 'VW4040',
  },
  {
    name: 'a file below another file',
    prepare: () =>
      put(
        'dist/publication.json',
        publication({ 'lab/environment.json': 'a', 'lab/services/shop/shop.k8s.yaml': 'a/b' }),
      ),
    code: 'VW4040',
  },
  {
    name: 'a folder of its own beside places of the platform',
    prepare: () => put('dist/publication.json', publication({ 'lab/environment.json': 'a' })),
    args: ['--into', 'b'],
    code: 'VW4040',
  },
  { name: 'an output that is none', prepare: () => {}, args: ['--dist', 'gitops'], code: 'VW4031' },
];

describe('vaultwright publish refuses', () => {
  test.each(refusals)('$name', async ({ prepare, args = [], code, admittedBy }) => {
    await prepare();
    const before = tree();
    const { status, err, out } = await publish(...args);
    expect({ status, out, code: /VW\d{4}/.exec(err)?.[0] }).toEqual({ status: 2, out: '', code });
    expect(tree()).toEqual(before);
    if (admittedBy) expect(await publish(...args, admittedBy)).toMatchObject({ status: 0, err: '' });
  });

  test('nothing where only the spelling of the address of the repository differs', async () => {
    put('dist/publication.json', publication({ 'lab/environment.json': 'lab.json' }));
    git('remote', 'add', 'origin', 'git@git.example:team/gitops.git');
    expect((await publish()).status).toBe(0);
  });

  test('while another run is at work', async () => {
    put('gitops/.git/vaultwright-publish/owner', `${process.ppid}\n`);
    const { status, err } = await publish();
    expect({ status, code: /VW\d{4}/.exec(err)?.[0] }).toEqual({ status: 2, code: 'VW4036' });
  });
});
