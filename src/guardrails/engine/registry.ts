import { applicationSetStrict } from '../rules/conventions/application-set-strict.ts';
import { emptyExistingSecret } from '../rules/conventions/empty-existing-secret.ts';
import { externalSecretNaming } from '../rules/conventions/external-secret-naming.ts';
import { localStorageClass } from '../rules/conventions/local-storage-class.ts';
import { noRuntimeInstall } from '../rules/conventions/no-runtime-install.ts';
import { noSecretDiffIgnore } from '../rules/conventions/no-secret-diff-ignore.ts';
import { secretCreationToggle } from '../rules/conventions/secret-creation-toggle.ts';
import { secretsSwitchedOff } from '../rules/conventions/secrets-switched-off.ts';
import { sharedHealthChecks } from '../rules/conventions/shared-health-checks.ts';
import { staleNamespace } from '../rules/conventions/stale-namespace.ts';
import { syncOptions } from '../rules/conventions/sync-options.ts';
import { unsetOnlyDefault } from '../rules/conventions/unset-only-default.ts';
import { vaultPathStyle } from '../rules/conventions/vault-path-style.ts';
import { denylistedValue } from '../rules/environments/denylisted-value.ts';
import { environmentParity } from '../rules/environments/environment-parity.ts';
import { regulatedDevOnly } from '../rules/environments/regulated-dev-only.ts';
import { regulatedFixtures } from '../rules/environments/regulated-fixtures.ts';
import { regulatedNoInit } from '../rules/environments/regulated-no-init.ts';
import { vaultReadiness } from '../rules/environments/vault-readiness.ts';
import { noAnnotationCredential } from '../rules/inline/no-annotation-credential.ts';
import { noArgumentCredential } from '../rules/inline/no-argument-credential.ts';
import { noConfigmapCredential } from '../rules/inline/no-configmap-credential.ts';
import { noEnvCredential } from '../rules/inline/no-env-credential.ts';
import { noFakeProvider } from '../rules/inline/no-fake-provider.ts';
import { noFieldCredential } from '../rules/inline/no-field-credential.ts';
import { noGeneratorCredential } from '../rules/inline/no-generator-credential.ts';
import { noInlineSecret } from '../rules/inline/no-inline-secret.ts';
import { noPasswordHash } from '../rules/inline/no-password-hash.ts';
import { noPrivateKey } from '../rules/inline/no-private-key.ts';
import { noRandomSecret } from '../rules/inline/no-random-secret.ts';
import { noSealedSecret } from '../rules/inline/no-sealed-secret.ts';
import { noUnopenedText } from '../rules/inline/no-unopened-text.ts';
import { noUrlCredential } from '../rules/inline/no-url-credential.ts';
import { noValuesCredential } from '../rules/inline/no-values-credential.ts';
import { templateLiteral } from '../rules/inline/template-literal.ts';
import { duplicateSecretKey } from '../rules/references/duplicate-secret-key.ts';
import { fetchedKeyKept } from '../rules/references/fetched-key-kept.ts';
import { knownSecret } from '../rules/references/known-secret.ts';
import { knownSecretKey } from '../rules/references/known-secret-key.ts';
import { secretTypeKeys } from '../rules/references/secret-type-keys.ts';
import { serviceAccountExists } from '../rules/references/service-account-exists.ts';
import { singleOwner } from '../rules/references/single-owner.ts';
import { templateVariableFetched } from '../rules/references/template-variable-fetched.ts';
import { trailingNewline } from '../rules/references/trailing-newline.ts';
import { uniqueObject } from '../rules/references/unique-object.ts';
import { urlEncoding } from '../rules/references/url-encoding.ts';
import { externalSecretDefaults } from '../rules/rollout/external-secret-defaults.ts';
import { externalSecretsVersion } from '../rules/rollout/external-secrets-version.ts';
import { hookInput } from '../rules/rollout/hook-input.ts';
import { jobHygiene } from '../rules/rollout/job-hygiene.ts';
import { noExternalSecretHook } from '../rules/rollout/no-external-secret-hook.ts';
import { noForcedSync } from '../rules/rollout/no-forced-sync.ts';
import { phaseOrder } from '../rules/rollout/phase-order.ts';
import { preflightBeforeReader } from '../rules/rollout/preflight-before-reader.ts';
import { refreshInterval } from '../rules/rollout/refresh-interval.ts';
import { restartOnChange } from '../rules/rollout/restart-on-change.ts';
import { syncOrder } from '../rules/rollout/sync-order.ts';
import { trackedObject } from '../rules/rollout/tracked-object.ts';
import { clientMap } from '../rules/vault/client-map.ts';
import { deliveryWiring } from '../rules/vault/delivery-wiring.ts';
import { documentShape } from '../rules/vault/document-shape.ts';
import { fixtureCoverage } from '../rules/vault/fixture-coverage.ts';
import { fixtureLiteral } from '../rules/vault/fixture-literal.ts';
import { fixtureReader } from '../rules/vault/fixture-reader.ts';
import { fixtureWriter } from '../rules/vault/fixture-writer.ts';
import { noRootTokenUse } from '../rules/vault/no-root-token-use.ts';
import { operatorAdmits } from '../rules/vault/operator-admits.ts';
import { policyBreadth } from '../rules/vault/policy-breadth.ts';
import { policyCoversReads } from '../rules/vault/policy-covers-reads.ts';
import { pushSecretConflict } from '../rules/vault/push-secret-conflict.ts';
import { requiredUpstream } from '../rules/vault/required-upstream.ts';
import { storeAdmitsNamespace } from '../rules/vault/store-admits-namespace.ts';
import { storeConditionAnchored } from '../rules/vault/store-condition-anchored.ts';
import { storeExists } from '../rules/vault/store-exists.ts';
import { storeLogin } from '../rules/vault/store-login.ts';
import { storeName } from '../rules/vault/store-name.ts';
import { storeRoleBound } from '../rules/vault/store-role-bound.ts';
import { vaultAddress } from '../rules/vault/vault-address.ts';
import type { Rule } from './rule.ts';

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
  noUnopenedText,
  knownSecret,
  knownSecretKey,
  templateVariableFetched,
  fetchedKeyKept,
  urlEncoding,
  duplicateSecretKey,
  operatorAdmits,
  secretTypeKeys,
  noRootTokenUse,
  sharedHealthChecks,
  preflightBeforeReader,
  regulatedDevOnly,
  secretsSwitchedOff,
  trailingNewline,
  deliveryWiring,
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
