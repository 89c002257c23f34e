import type { Rule } from './rule.ts';
import { applicationSetStrict } from './rules/application-set-strict.ts';
import { clientMap } from './rules/client-map.ts';
import { denylistedValue } from './rules/denylisted-value.ts';
import { documentShape } from './rules/document-shape.ts';
import { duplicateSecretKey } from './rules/duplicate-secret-key.ts';
import { emptyExistingSecret } from './rules/empty-existing-secret.ts';
import { environmentParity } from './rules/environment-parity.ts';
import { externalSecretDefaults } from './rules/external-secret-defaults.ts';
import { externalSecretNaming } from './rules/external-secret-naming.ts';
import { externalSecretsVersion } from './rules/external-secrets-version.ts';
import { fetchedKeyKept } from './rules/fetched-key-kept.ts';
import { fixtureCoverage } from './rules/fixture-coverage.ts';
import { fixtureLiteral } from './rules/fixture-literal.ts';
import { fixtureReader } from './rules/fixture-reader.ts';
import { fixtureWriter } from './rules/fixture-writer.ts';
import { hookInput } from './rules/hook-input.ts';
import { jobHygiene } from './rules/job-hygiene.ts';
import { knownSecret } from './rules/known-secret.ts';
import { knownSecretKey } from './rules/known-secret-key.ts';
import { localStorageClass } from './rules/local-storage-class.ts';
import { noAnnotationCredential } from './rules/no-annotation-credential.ts';
import { noArgumentCredential } from './rules/no-argument-credential.ts';
import { noConfigmapCredential } from './rules/no-configmap-credential.ts';
import { noEnvCredential } from './rules/no-env-credential.ts';
import { noExternalSecretHook } from './rules/no-external-secret-hook.ts';
import { noFakeProvider } from './rules/no-fake-provider.ts';
import { noFieldCredential } from './rules/no-field-credential.ts';
import { noForcedSync } from './rules/no-forced-sync.ts';
import { noGeneratorCredential } from './rules/no-generator-credential.ts';
import { noInlineSecret } from './rules/no-inline-secret.ts';
import { noPasswordHash } from './rules/no-password-hash.ts';
import { noPrivateKey } from './rules/no-private-key.ts';
import { noRandomSecret } from './rules/no-random-secret.ts';
import { noRuntimeInstall } from './rules/no-runtime-install.ts';
import { noSealedSecret } from './rules/no-sealed-secret.ts';
import { noSecretDiffIgnore } from './rules/no-secret-diff-ignore.ts';
import { noUrlCredential } from './rules/no-url-credential.ts';
import { noValuesCredential } from './rules/no-values-credential.ts';
import { phaseOrder } from './rules/phase-order.ts';
import { policyBreadth } from './rules/policy-breadth.ts';
import { policyCoversReads } from './rules/policy-covers-reads.ts';
import { pushSecretConflict } from './rules/push-secret-conflict.ts';
import { refreshInterval } from './rules/refresh-interval.ts';
import { regulatedFixtures } from './rules/regulated-fixtures.ts';
import { regulatedNoInit } from './rules/regulated-no-init.ts';
import { requiredUpstream } from './rules/required-upstream.ts';
import { restartOnChange } from './rules/restart-on-change.ts';
import { secretCreationToggle } from './rules/secret-creation-toggle.ts';
import { serviceAccountExists } from './rules/service-account-exists.ts';
import { singleOwner } from './rules/single-owner.ts';
import { staleNamespace } from './rules/stale-namespace.ts';
import { storeAdmitsNamespace } from './rules/store-admits-namespace.ts';
import { storeConditionAnchored } from './rules/store-condition-anchored.ts';
import { storeExists } from './rules/store-exists.ts';
import { storeLogin } from './rules/store-login.ts';
import { storeName } from './rules/store-name.ts';
import { storeRoleBound } from './rules/store-role-bound.ts';
import { syncOptions } from './rules/sync-options.ts';
import { syncOrder } from './rules/sync-order.ts';
import { templateLiteral } from './rules/template-literal.ts';
import { templateVariableFetched } from './rules/template-variable-fetched.ts';
import { trackedObject } from './rules/tracked-object.ts';
import { uniqueObject } from './rules/unique-object.ts';
import { unsetOnlyDefault } from './rules/unset-only-default.ts';
import { urlEncoding } from './rules/url-encoding.ts';
import { vaultAddress } from './rules/vault-address.ts';
import { vaultPathStyle } from './rules/vault-path-style.ts';
import { vaultReadiness } from './rules/vault-readiness.ts';

/** Every rule of the package, by code. */
export const allRules: readonly Rule[] = [
  noInlineSecret,
  noSealedSecret,
  noEnvCredential,
  noArgumentCredential,
  noAnnotationCredential,
  noConfigmapCredential,
  noValuesCredential,
  noFieldCredential,
  noUrlCredential,
  noPrivateKey,
  noGeneratorCredential,
  templateLiteral,
  noPasswordHash,
  noFakeProvider,
  knownSecret,
  knownSecretKey,
  templateVariableFetched,
  fetchedKeyKept,
  urlEncoding,
  duplicateSecretKey,
  singleOwner,
  uniqueObject,
  storeExists,
  storeAdmitsNamespace,
  storeName,
  storeRoleBound,
  policyCoversReads,
  policyBreadth,
  storeConditionAnchored,
  storeLogin,
  serviceAccountExists,
  vaultAddress,
  documentShape,
  fixtureCoverage,
  fixtureReader,
  fixtureWriter,
  fixtureLiteral,
  pushSecretConflict,
  clientMap,
  requiredUpstream,
  environmentParity,
  regulatedFixtures,
  regulatedNoInit,
  denylistedValue,
  vaultReadiness,
  noExternalSecretHook,
  syncOrder,
  phaseOrder,
  externalSecretDefaults,
  externalSecretsVersion,
  refreshInterval,
  hookInput,
  jobHygiene,
  restartOnChange,
  trackedObject,
  noForcedSync,
  secretCreationToggle,
  emptyExistingSecret,
  noRandomSecret,
  noSecretDiffIgnore,
  noRuntimeInstall,
  unsetOnlyDefault,
  externalSecretNaming,
  vaultPathStyle,
  staleNamespace,
  localStorageClass,
  applicationSetStrict,
  syncOptions,
];
