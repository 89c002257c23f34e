import { z } from 'zod';
import { regulatedNoInit } from '../rules/environments/regulated-no-init.ts';
import { type AdmissionCheck, celList, optionsOf, regulatedNamespaces } from './admission-check.ts';

const secretNames = (options: unknown): readonly string[] =>
  z.looseObject({ secretNames: z.array(z.string()) }).parse(options).secretNames;

/** Refuses the Secrets that would keep a root token or unseal keys in a regulated namespace, whoever asks. */
export const regulatedCredentials: AdmissionCheck = {
  rule: regulatedNoInit,
  name: 'no-regulated-vault-credentials',
  resources: { apiGroups: [''], apiVersions: ['v1'], resources: ['secrets'] },
  namespaces: regulatedNamespaces,
  conditions: () => [],
  expressions: ({ configuration }) => {
    const options = optionsOf(regulatedNoInit, configuration);
    return [`!(object.metadata.name in ${celList(secretNames(options))})`];
  },
};
