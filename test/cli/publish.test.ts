import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Choice, renderShop } from '../exports/diff/shop.ts';
import { folderWith, runCli } from './run-cli.ts';

/** A rendered output as small as one can be; publishing does not read what stands in it. */
const output = {
  'dist/.vaultwright-output.json': '{}',
  'dist/lab/environment.json': '{"kind":"Environment"}',
  'dist/lab/services/shop/shop.k8s.yaml': 'kind: ExternalSecret\n',
  'dist/lab/services/mail/mail.k8s.yaml': 'kind: ExternalSecret\n',
};
const publication = (files: Readonly<Record<string, string>>, url = 'https://git.example/team/gitops') =>
  JSON.stringify({ kind: 'Publication', version: 1, repository: { url, revision: 'main' }, files });

/** The output beside a checkout that holds one file of others; each test has a copy. */
let whole: string;
let folder: string;
beforeAll(() => {
  folder = whole = folderWith(output);
  mkdirSync(join(folder, 'gitops'));
  put('gitops/README.md', 'Of others.\n');
  git('init', '-q', '-b', 'main', '--template=');
  commit();
});
beforeEach(() => {
  folder = folderWith({});
  cpSync(whole, folder, { recursive: true, preserveTimestamps: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(whole, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: join(folder, 'gitops'),
    encoding: 'utf8',
  });
function commit(): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'Now');
}
const read = (file: string): string => readFileSync(join(folder, 'gitops', file), 'utf8');
const tree = (): string[] =>
  readdirSync(join(folder, 'gitops'), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.parentPath.includes('.git'))
    .map((entry) => relative(join(folder, 'gitops'), join(entry.parentPath, entry.name)))
    .sort();
const publish = (...args: readonly string[]) => runCli(['publish', '--repo', 'gitops', ...args], folder);
const published = [
  '.vaultwright-published.json',
  'README.md',
  'lab/environment.json',
  'lab/services/mail/mail.k8s.yaml',
  'lab/services/shop/shop.k8s.yaml',
];

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
    rmSync(join(folder, 'dist/lab/services'), { recursive: true });
    expect((await publish()).out).toBe(
      'remove  lab/services/mail/mail.k8s.yaml\nremove  lab/services/shop/shop.k8s.yaml\n0 files written, 2 removed, 1 unchanged\n',
    );
    expect(tree()).toEqual(published.filter((file) => !file.endsWith('.yaml')).concat('lab/services/shop/notes.md'));
    expect(existsSync(join(folder, 'gitops/lab/services/mail'))).toBe(false);
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
      symlinkSync('..', join(folder, 'gitops/lab'));
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
      rmSync(join(folder, 'dist/lab/services/shop'), { recursive: true });
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

describe('what is published', () => {
  const render = async (choice: Partial<Choice>): Promise<void> => {
    rmSync(join(folder, 'dist'), { recursive: true });
    for (const [file, text] of (await renderShop({ hasArgoCd: true, ...choice })).files) put(`dist/${file}`, text);
  };
  const diff = async () => (await runCli(['diff', 'gitops', 'dist'], folder)).out;

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
    put(file, readFileSync(join(folder, file), 'utf8').replace('CreateNamespace=true', 'CreateNamespace=false'));
    expect((await diff()).split('\n').slice(0, 2)).toEqual([
      'Object changes [object-changed]',
      '  Application shop: spec.syncOptions  (lab)',
    ]);
  });
});

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
