import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

test.each([
  ['existingSecret: "", password: fakeFAKE9', 'password'],
  ['existingSecret: " ", password: fakeFAKE9', 'password'],
  ['existingSecret: "", rootPassword: 123456', 'rootPassword'],
  ['existingSecret: "", username: app, password: fakeFAKE9', 'password'],
  ['existingSecret: "", password: ""', undefined],
  ['existingSecret: "", password: " "', undefined],
  ['existingSecret: "", password: null', undefined],
  ['existingSecret: "", password: {a: b}', undefined],
  ['existingSecret: "", username: app', undefined],
  ['existingSecret: "", authKey: sentinel-password', undefined],
  ['existingSecret: "", authKey: fakeFAKE9', 'authKey'],
  ['existingSecret: "", redisAuthKey: sentinel-password', undefined],
  ['existingSecret: "", password: sentinel-password', 'password'],
  ['existingSecret: db, password: fakeFAKE9', undefined],
  ['existingSecret: null, password: fakeFAKE9', undefined],
  ['existingSecret: {name: ""}, password: fakeFAKE9', undefined],
])('%s', (auth, key) => {
  expect(linesOf('empty-existing-secret', { 'values.yaml': `{auth: {${auth}}}` })).toEqual(
    key === undefined ? [] : [`error: existingSecret is empty and "${key}" is set | values.yaml | auth.existingSecret`],
  );
});

test('existingSecretName is the same switch', () => {
  expect(
    linesOf('empty-existing-secret', { 'values.yaml': '{auth: {existingSecretName: "", password: fakeFAKE9}}' }),
  ).toHaveLength(1);
});
