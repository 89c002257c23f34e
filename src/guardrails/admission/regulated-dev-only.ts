import { devOnlyAnnotation } from '../../model/documents/annotations.ts';
import { regulatedDevOnly } from '../rules/environments/regulated-dev-only.ts';
import { type AdmissionCheck, celString, optionsOf, regulatedNamespaces } from './admission-check.ts';

const literal = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, (each) => `[${each}]`);

/**
 * Refuses what says that it is for development, and Secrets with the names of tests, in a regulated
 * namespace.
 */
export const regulatedDevOnlyObjects: AdmissionCheck = {
  rule: regulatedDevOnly,
  name: 'no-regulated-dev-only',
  resources: {
    apiGroups: ['', 'batch', 'external-secrets.io'],
    apiVersions: ['*'],
    resources: ['configmaps', 'cronjobs', 'externalsecrets', 'jobs', 'pushsecrets', 'secrets'],
  },
  namespaces: regulatedNamespaces,
  conditions: () => [],
  expressions: ({ configuration }) => {
    const { words } = optionsOf(regulatedDevOnly, configuration) as { readonly words: readonly string[] };
    const named = `(^|[-._])(${words.map(literal).join('|')})([-._]|$)`;
    return [
      `!has(object.metadata.annotations) || !(${celString(devOnlyAnnotation)} in object.metadata.annotations)`,
      ...(words.length === 0
        ? []
        : [
            `!(object.kind in ["Secret", "ExternalSecret", "PushSecret"]) || !object.metadata.name.matches(${celString(named)})`,
          ]),
    ];
  },
};
