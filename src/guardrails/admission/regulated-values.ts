import { denylistedValue } from '../rules/environments/denylisted-value.ts';
import { type AdmissionCheck, celList, regulatedNamespaces } from './admission-check.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/**
 * Refuses a Secret in a regulated namespace that holds a value of the denylist, whoever asks; the API server
 * sees values in base64.
 */
export const regulatedValues: AdmissionCheck = {
  rule: denylistedValue,
  name: 'no-denylisted-value',
  resources: { apiGroups: [''], apiVersions: ['v1'], resources: ['secrets'] },
  namespaces: (context) => (context.configuration.denylist.exact.length === 0 ? [] : regulatedNamespaces(context)),
  conditions: () => [{ name: 'has-data', expression: 'has(object.data)' }],
  expressions: ({ configuration }) => [
    `!object.data.exists(key, string(object.data[key]) in ${celList([...configuration.denylist.exact].sort().map(encoded))})`,
  ],
};
