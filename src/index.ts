export { AccessMap } from './constructs/access-map.ts';
export { type Backfill, BootstrapCronJob, type BootstrapCronJobProps } from './constructs/bootstrap-cron-job.ts';
export type { PinnedImage } from './constructs/bootstrap-pod.ts';
export { ClusterSecretStore, type ClusterSecretStoreProps, whereRead } from './constructs/cluster-secret-store.ts';
export { ClusterServiceSecrets, type ClusterServiceSecretsProps } from './constructs/cluster-service-secrets.ts';
export type { CollectedEnvironment } from './constructs/collect-environment.ts';
export { Component, type ComponentProps } from './constructs/component.ts';
export { DeliveredSecrets, type DeliveredSecretsProps } from './constructs/delivered-secrets.ts';
export { DeliveredSecretsRecord } from './constructs/delivered-secrets-record.ts';
export {
  type AnyEnvironment,
  EnvironmentApp,
  type EnvironmentAppOptions,
  type EnvironmentScope,
  type EphemeralEnvironment,
} from './constructs/environment-app.ts';
export { FoundationComponent } from './constructs/foundation-component.ts';
export type { HelmValue, HelmValues, HelmValuesOptions, SecretRead } from './constructs/helm-values.ts';
export type { NamespacePattern } from './constructs/namespace-pattern.ts';
export type { Programs } from './constructs/programs.ts';
export { SecretMirror } from './constructs/secret-mirror.ts';
export { SecretStore, type SecretStoreProps } from './constructs/secret-store.ts';
export { Service } from './constructs/service.ts';
export { ServiceSecrets, type ServiceSecretsProps } from './constructs/service-secrets.ts';
export { type Approval, approvalSchema, SharedBundle, type SharedBundleProps } from './constructs/shared-bundle.ts';
export { UnreadVaultKeys, type UnreadVaultKeysProps } from './constructs/unread-vault-keys.ts';
export { VaultFixture } from './constructs/vault-fixture.ts';
export { VaultTokenReview, type VaultTokenReviewProps } from './constructs/vault-token-review.ts';
export { VaultWriter, type VaultWriterProps } from './constructs/vault-writer.ts';
export { type AccessMap as AccessMapDocument, accessMapSchema } from './model/access-map.ts';
export { type BootstrapSettings, bootstrapSettingsSchema } from './model/bootstrap-settings.ts';
export { DefinedPlatform, type DeliveredProps, definePlatform, type SecretProps } from './model/define-platform.ts';
export {
  type DeliveredSecrets as DeliveredSecretsDocument,
  deliveredSecretsSchema,
} from './model/delivered-secrets.ts';
export {
  type Diagnostic,
  formatDiagnostic,
  formatPlace,
  type Place,
  type Position,
  type Severity,
  sortDiagnostics,
} from './model/diagnostic.ts';
export {
  ConfigurationError,
  type ExitStatus,
  exitStatus,
  FindingsError,
  InternalError,
  VaultwrightError,
} from './model/errors.ts';
export type { Family } from './model/family.ts';
export {
  documentLabel,
  type FixtureEntry,
  type FixtureMap,
  type FixtureRecipe,
  fixtureMapSchema,
} from './model/fixture-map.ts';
export type { Origin, RecipeType } from './model/origin.ts';
export type { PerEnvironment } from './model/per-environment.ts';
export type { PhaseCorrection } from './model/phase.ts';
export type { Environment, Platform, PlatformDefinition } from './model/platform.ts';
export type { Producer } from './model/producer.ts';
export type { Cluster, Profile } from './model/profile.ts';
export type { RecipeOverride } from './model/recipe-override.ts';
export type {
  DeliveredSecret,
  SecretContract,
  SecretKeyHandle,
  SecretType,
  VaultSecret,
} from './model/secret-contract.ts';
export { base64, json, type SecretTemplate, type TemplateVariable, urlEncoded } from './model/template.ts';
export type { ExternalOptions, GenerateOptions, ProducedOptions, VaultFactory } from './model/vault-factory.ts';
export type { Encoding, VaultKey } from './model/vault-key.ts';
export type { ComponentClass, ComponentSource } from './rendering/load-components.ts';
export { type RenderedPlatform, type RenderOptions, renderPlatform } from './rendering/render-platform.ts';
export { type SynthesizeOptions, synthesizePlatform } from './rendering/synthesize-platform.ts';
