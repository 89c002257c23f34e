import { documentLabel } from '../../model/documents/fixture-map.ts';
import { regulatedFixtures } from '../rules/environments/regulated-fixtures.ts';
import { type AdmissionCheck, regulatedNamespaces } from './admission-check.ts';

const file = 'object.data["fixture-map.json"]';

/** Refuses a fixture map with deterministic recipes or placeholders in a regulated namespace. */
export const regulatedFixtureMaps: AdmissionCheck = {
  rule: regulatedFixtures,
  name: 'no-regulated-fixture',
  resources: { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] },
  objectLabels: { [documentLabel]: 'fixture-map' },
  namespaces: regulatedNamespaces,
  conditions: () => [{ name: 'has-fixture-map', expression: 'has(object.data) && "fixture-map.json" in object.data' }],
  expressions: () => [
    String.raw`!${file}.matches("\"derivation\"\\s*:\\s*\"deterministic\"")`,
    String.raw`!${file}.matches("\"type\"\\s*:\\s*\"placeholder\"")`,
  ],
};
