// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { cased, type Kind, resource, valuesOf, word } from './case.ts';

export const shapes: readonly Kind[] = [
  {
    kind: 'another shape of name and value',
    cases: [
      resource('a pair of a login', { basicAuth: ['admin', word] }),
      resource('a pair under auth', { auth: ['app', cased] }),
      resource('columns and rows', { columns: ['user', 'password'], rows: [['app', word]] }),
      resource('a header and rows', {
        header: ['user', 'password'],
        data: [
          ['app', word],
          ['b', word],
        ],
      }),
      resource('rows with a header', {
        users: [
          ['user', 'password'],
          ['app', word],
        ],
      }),
      resource('columns by name', { columns: [{ name: 'user' }, { name: 'password' }], rows: [['app', word]] }),
      resource('columns of values', { fields: ['user', 'password'], values: ['app', word] }),
      resource('a login as a key', { users: { [`admin:${word}`]: { roles: ['a'] } } }),
      resource('a login as a key of nothing', { users: { [`admin:${word}`]: {} } }),
      resource('a value before its name', { [cased]: 'password' }),
      resource('a token as a key', { tokens: { [cased]: 'admin' } }),
      resource('keys of an API', { apiKeys: { [cased]: { owner: 'app' } } }),
      resource('a list of pairs', {
        settings: [
          ['user', 'app'],
          ['password', word],
        ],
      }),
      resource('a list of pairs in one text', { settings: [`password=${word}`] }),
      resource('a list of pairs with a colon', { settings: [`password: ${word}`] }),
      resource('a map of maps', { password: { is: { set: { to: word } } } }),
      resource('a pair of first and second', { pairs: [{ first: 'password', second: word }] }),
      resource('a pair of left and right', { pairs: [{ left: 'password', right: word }] }),
      resource('a pair of k and v', { pairs: [{ k: 'password', v: word }] }),
      resource('a pair with a type', { pairs: [{ name: 'password', type: 'string', values: [word] }] }),
      resource('a name around a map', { field: { name: 'password', settings: { value: word } } }),
      resource('a name behind a path', { patches: [{ path: '/password', op: 'add', value: { inner: cased } }] }),
      resource('keys with dots', { 'spring.datasource.password': word }),
      resource('keys with dashes at the end', { 'password-': word }),
      resource('keys with an index', { 'users[0].password': word }),
      resource('keys with blanks', { ' password ': word }),
      resource('keys in capitals', { PASSWORD: word }),
      resource('keys with signs', { 'password*': word }),
      resource('a number', { password: 48151623 }),
      resource('digits', { passcode: '481516' }),
      resource('parts', { password: ['trom', 'bone'] }),
      resource('a set', { password: { [cased]: {} } }),
      valuesOf('rows of Helm values', { columns: ['user', 'password'], rows: [['app', word]] }),
    ],
  },
];
