/** Policies of one token, and what they grant together, sorted. */
export interface GrantCase {
  readonly name: string;
  readonly policies: readonly string[];
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

const path = (pattern: string, ...capabilities: readonly string[]): string =>
  `path "${pattern}" { capabilities = ${JSON.stringify(capabilities)} }`;

/** Cases that are decided by this program and by a real Vault alike. */
export const grantCases: readonly GrantCase[] = [
  {
    name: 'a path by its name alone',
    policies: [path('secret/data/a', 'read')],
    paths: { 'secret/data/a': ['read'], 'secret/data/ab': [], 'secret/data/a/b': [], 'secret/data': [] },
  },
  {
    name: 'a glob is a prefix, across segments',
    policies: [path('secret/data/a*', 'read')],
    paths: { 'secret/data/a': ['read'], 'secret/data/ab/c': ['read'], 'secret/data/b': [], 'secret/data/': [] },
  },
  {
    name: 'a plus is one segment',
    policies: [path('secret/+/team/+/key', 'read')],
    paths: {
      'secret/data/team/x/key': ['read'],
      'secret/data/team/x/y/key': [],
      'secret/data/team/key': [],
      'secret/data/team/x/key2': [],
    },
  },
  {
    name: 'a plus and a glob',
    policies: [path('secret/+/a*', 'read')],
    paths: { 'secret/data/ab': ['read'], 'secret/data/ab/c': ['read'], 'secret/data/b': [], 'secret/a': [] },
  },
  {
    name: 'equal paths of several policies add up',
    policies: [path('secret/data/*', 'read'), path('secret/data/*', 'update')],
    paths: { 'secret/data/a': ['read', 'update'] },
  },
  {
    name: 'the longer glob counts alone',
    policies: [path('secret/*', 'read', 'update'), path('secret/data/a*', 'list')],
    paths: { 'secret/data/a': ['list'], 'secret/data/b': ['read', 'update'] },
  },
  {
    name: 'a name counts before any pattern',
    policies: [path('secret/data/*', 'read'), path('secret/data/a', 'create')],
    paths: { 'secret/data/a': ['create'], 'secret/data/b': ['read'] },
  },
  {
    name: 'a denial that is more specific',
    policies: [path('secret/data/*', 'read'), path('secret/data/a', 'deny')],
    paths: { 'secret/data/a': [], 'secret/data/b': ['read'] },
  },
  {
    name: 'a denial that is less specific',
    policies: [path('secret/data/*', 'deny'), path('secret/data/a', 'read')],
    paths: { 'secret/data/a': ['read'], 'secret/data/b': [] },
  },
  {
    name: 'a denial of the same path',
    policies: [path('secret/data/a', 'read'), path('secret/data/a', 'deny')],
    paths: { 'secret/data/a': [] },
  },
  {
    name: 'a later wildcard counts before an earlier one',
    policies: [path('secret/+/a', 'read'), path('secret/data/*', 'update')],
    paths: { 'secret/data/a': ['update'], 'secret/other/a': ['read'] },
  },
  {
    name: 'without a glob counts before with one',
    policies: [path('secret/+/a', 'read'), path('secret/+/*', 'update')],
    paths: { 'secret/data/a': ['read'], 'secret/data/b': ['update'] },
  },
  {
    name: 'fewer plusses count before more',
    policies: [path('secret/+/+/a', 'read'), path('secret/+/x/a', 'update')],
    paths: { 'secret/data/x/a': ['update'], 'secret/data/y/a': ['read'] },
  },
  {
    name: 'a longer pattern counts before a shorter one',
    policies: [path('secret/+/a*', 'read'), path('secret/+/ab*', 'update')],
    paths: { 'secret/data/abc': ['update'], 'secret/data/ac': ['read'] },
  },
  {
    name: 'an asterisk elsewhere is a character',
    policies: [path('secret/*/a', 'read')],
    paths: { 'secret/data/a': [], 'secret/*/a': ['read'] },
  },
  {
    name: 'everything',
    policies: [path('*', 'read')],
    paths: { 'secret/data/a': ['read'], sys: ['read'] },
  },
];
