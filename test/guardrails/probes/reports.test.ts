import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../../cli/run-cli.ts';
import { loudFindings } from './kind-findings.ts';

/**
 * Inputs after public reports, each made by people who did not write the rules, with what the check must say
 * of it; a folder of `reports/` holds each.
 */
type Report = readonly [folder: string, title: string, ...findings: string[]];

const reports: readonly Report[] = [
  ['1/merge-onto-es', 'Merge onto a Secret whose controller is another ExternalSecret', 'single-owner a.yaml:18'],
  ['2/merge-noowner', 'a Merge with no creator', 'known-secret a.yaml:35'],
  ['3/createormerge', 'two that create or merge'],
  ['6/ces-named-conditions', 'a store that does not admit a named namespace', 'store-admits-namespace a.yaml:8'],
  [
    '6/ces-selector-otherns',
    'a selector of another namespace, and an ExternalSecret of that name',
    'known-secret a.yaml:17',
    'single-owner a.yaml:19',
  ],
  ['8/template-dash', 'a variable with a dash', 'template-variable-fetched a.yaml:12'],
  ['8/template-dot', 'a variable with a dot', 'template-variable-fetched a.yaml:11'],
  ['9/css-nons', 'no namespace of a CA in a cluster store', 'store-login a.yaml:9'],
  ['9/css-oracle', 'no namespace of a login of Oracle', 'store-login a.yaml:13', 'store-login a.yaml:13'],
  ['9/store-caprovider-ns', 'a foreign namespace in a store', 'store-login a.yaml:10', 'store-login a.yaml:9'],
  ['10/datafrom-rewrite-only', 'an entry that fetches nothing', 'operator-admits a.yaml:8'],
  ['10/deletion-delete-merge', 'Delete beside Merge', 'operator-admits a.yaml:7'],
  ['10/empty-es', 'nothing fetched', 'operator-admits a.yaml:4'],
  ['10/rewrite', 'a group that the source does not have', 'operator-admits a.yaml:11'],
  ['12/basic-auth-type', 'types whose keys nothing fetches', 'secret-type-keys a.yaml:16', 'secret-type-keys a.yaml:7'],
  [
    '12/secret-type',
    'types whose keys are not there',
    'known-secret-key a.yaml:15',
    'known-secret-key a.yaml:29',
    'no-sealed-secret a.yaml:7',
    'secret-type-keys a.yaml:10',
    'secret-type-keys a.yaml:23',
    'secret-type-keys a.yaml:4',
  ],
  ['14/flux-valueskey', 'the default key of values', 'known-secret-key hr.yaml:8'],
  ['14/flux-valueskey-set', 'optional excuses no key', 'known-secret-key hr.yaml:8'],
  ['15/legacy-hr', 'the key of values in an older API', 'known-secret-key a.yaml:7'],
  ['16/delete-file', 'a Secret that a patch in a file deletes'],
  [
    '16/delete-samedir',
    'a Secret that a patch beside it deletes, whose value is in Git',
    'no-inline-secret vendor.yaml:5',
  ],
  ['16/kustomize-delete-ok', 'a Secret that an overlay deletes'],
  ['17/delete-leaves-reader', 'the reader of what an overlay deletes', 'known-secret pod.yaml:5'],
  ['18/patch-annotation', 'a patch that asks for a certificate'],
  ['18/patch-es-target', 'a patch that adds a key'],
  [
    '20/kust-hash-cr',
    'a hash that no nameReference follows',
    'known-secret backend.yaml:5',
    'no-generator-credential client_secret:1',
    'trailing-newline kustomization.yaml:5',
    'trailing-newline kustomization.yaml:5',
  ],
  ['20/kust-hash-istio', 'a hash in a Gateway', 'known-secret gw.yaml:9'],
  ['21/remote-resource', 'what a remote base may bring'],
  ['23/existing-lists', 'existing and a word between', 'known-secret values.yaml:2', 'known-secret values.yaml:4'],
  ['25/dynakube', 'tokens that name a Secret'],
  [
    '25/selectors',
    'names and keys in texts of operators',
    'known-secret a.yaml:17',
    'known-secret a.yaml:26',
    'known-secret a.yaml:4',
    'known-secret a.yaml:9',
    'known-secret-key a.yaml:25',
  ],
  ['26/script-direct', 'a Secret that a script makes'],
  ['26/script-name', 'a name in a variable of a script'],
  ['26/script-nodigit', 'a name without a digit'],
  ['28/kyverno-clonelist', 'a list of clones'],
  ['28/kyverno-genpolicy', 'a policy that generates'],
  ['30/vss-hook', 'a writer that is a hook', 'no-external-secret-hook a.yaml:7'],
  [
    '32/keycloak-cr',
    'names of Secrets in a Keycloak',
    'known-secret a.yaml:11',
    'known-secret a.yaml:14',
    'known-secret-key a.yaml:10',
    'known-secret-key a.yaml:13',
  ],
  [
    '32/prom',
    'names of Secrets of Prometheus',
    'known-secret a.yaml:4',
    'known-secret a.yaml:4',
    'known-secret a.yaml:9',
    'known-secret-key a.yaml:9',
  ],
  [
    '33/csi',
    'Secrets of storage drivers',
    'known-secret a.yaml:20',
    'known-secret a.yaml:46',
    'known-secret a.yaml:6',
    'known-secret a.yaml:8',
  ],
  ['35/generator', 'a generator that is not defined', 'store-exists a.yaml:12'],
  ['36/bankvaults-ok', 'references of a webhook'],
  ['37/newline', 'a value that ends with a newline', 'trailing-newline a.yaml:5', 'trailing-newline a.yaml:6'],
];

test.each(reports)('%s: %s', async (report, _, ...wanted) => {
  const folder = folderWith({});
  cpSync(join(import.meta.dirname, 'reports', report), folder, { recursive: true });
  expect(await loudFindings(folder)).toEqual(wanted);
  rmSync(folder, { recursive: true });
});
