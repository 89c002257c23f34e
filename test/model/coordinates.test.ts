import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyId, parseKeyId } from '../../src/model/documents/coordinates.ts';

test.each([
  [{ path: 'ledger-db-password', property: 'value' }, 'ledger-db-password'],
  [{ path: 'ledger/db', property: 'password' }, 'ledger/db#password'],
  [{ store: 'apps', path: 'ledger/db', property: 'value' }, 'apps:ledger/db'],
  [
    { store: 'aws', path: 'arn:aws:secretsmanager:eu:1:secret:x', property: 'url' },
    'aws:arn:aws:secretsmanager:eu:1:secret:x#url',
  ],
  [{ path: 'shared/smtp', property: '*' }, 'shared/smtp#*'],
])('%j has the id %s', (coordinates, id) => {
  expect(keyId(coordinates)).toBe(id);
  expect(parseKeyId(id)).toEqual(coordinates);
});

test('an id says where its key is, whatever the names', () => {
  const path = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,20}$/);
  const property = fc.stringMatching(/^[A-Za-z0-9._/@+-]{1,20}$/);
  const store = fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/), { nil: undefined });
  fc.assert(
    fc.property(store, path, property, (inStore, at, of) => {
      const { store: read, ...rest } = parseKeyId(keyId({ store: inStore, path: at, property: of }));
      expect([read, rest]).toEqual([inStore, { path: at, property: of }]);
    }),
  );
});
