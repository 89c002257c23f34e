export { BootstrapCronJob, type BootstrapCronJobProps } from './constructs/bootstrap-cron-job.ts';
export { ClusterSecretStore, type ClusterSecretStoreProps, whereRead } from './constructs/cluster-secret-store.ts';
export { ClusterServiceSecrets, type ClusterServiceSecretsProps } from './constructs/cluster-service-secrets.ts';
export { Component, type ComponentProps, type ConsumerKind } from './constructs/component.ts';
export { ConfiguratorJob, type ConfiguratorJobProps } from './constructs/configurator-job.ts';
export {
  DatabaseGuard,
  type DatabaseGuardProps,
  databaseKeys,
  type GuardedDatabaseKeys,
} from './constructs/database-guard.ts';
export { DeliveredSecrets, type DeliveredSecretsProps } from './constructs/delivered-secrets.ts';
export type { Backfill, BootstrapSettingsProps } from './constructs/derive/bootstrap-settings.ts';
export { ceremonyReason } from './constructs/derive/ceremony-reason.ts';
export type { HelmValue, HelmValues, HelmValuesOptions, SecretRead } from './constructs/derive/helm-values.ts';
export type { NamespacePattern } from './constructs/derive/namespace-pattern.ts';
export {
  type AnyEnvironment,
  EnvironmentApp,
  type EnvironmentAppOptions,
  type EnvironmentScope,
  type EphemeralEnvironment,
  type RegulatedEnvironment,
} from './constructs/environment-app.ts';
export { FoundationComponent } from './constructs/foundation-component.ts';
export { AccessMap } from './constructs/objects/access-map.ts';
export { DeliveredSecretsRecord } from './constructs/objects/delivered-secrets-record.ts';
export type { PinnedImage } from './constructs/objects/program-pod.ts';
export { SecretAlerts, type SecretAlertsProps } from './constructs/secret-alerts.ts';
export { SecretMirror } from './constructs/secret-mirror.ts';
export { SecretPreflight, type SecretPreflightProps } from './constructs/secret-preflight.ts';
export { SecretStore, type SecretStoreProps } from './constructs/secret-store.ts';
export { Service } from './constructs/service.ts';
export { ServiceSecrets, type ServiceSecretsProps } from './constructs/service-secrets.ts';
export { SharedBundle, type SharedBundleProps } from './constructs/shared-bundle.ts';
export { Smoke, type SmokeProps } from './constructs/smoke.ts';
export { TestSecrets, type TestSecretsProps } from './constructs/test-secrets.ts';
export type { CollectedEnvironment } from './constructs/tree/collect-environment.ts';
export type { Programs } from './constructs/tree/programs.ts';
export type { PublishedDigests, SmokeDeployment, SmokeProbe } from './constructs/tree/smoke-subjects.ts';
export { UnreadVaultKeys, type UnreadVaultKeysProps } from './constructs/unread-vault-keys.ts';
export { VaultFixture } from './constructs/vault-fixture.ts';
export { VaultServer, type VaultServerProps } from './constructs/vault-server.ts';
export { VaultSnapshots, type VaultSnapshotsProps } from './constructs/vault-snapshots.ts';
export { VaultTokenReview, type VaultTokenReviewProps } from './constructs/vault-token-review.ts';
export { VaultWriter, type VaultWriterProps } from './constructs/vault-writer.ts';
export type { Family } from './model/declarations/family.ts';
export type {
  ExternalOptions,
  GenerateOptions,
  InputOptions,
  ProducedOptions,
} from './model/declarations/key-options.ts';
export type { Origin, RecipeType } from './model/declarations/origin.ts';
export type { PerEnvironment } from './model/declarations/per-environment.ts';
export type { Producer } from './model/declarations/producer.ts';
export type { RecipeOverride } from './model/declarations/recipe-override.ts';
export type {
  Audience,
  DeliveredSecret,
  SecretContract,
  SecretKeyHandle,
  SecretType,
  VaultSecret,
} from './model/declarations/secret-contract.ts';
export { base64, json, type SecretTemplate, type TemplateVariable, urlEncoded } from './model/declarations/template.ts';
export type { VaultFactory } from './model/declarations/vault-factory.ts';
export type { CredentialKey, Encoding, LiteralKey, VaultKey } from './model/declarations/vault-key.ts';
export {
  type Diagnostic,
  formatDiagnostic,
  formatPlace,
  type Place,
  type Position,
  type Severity,
  sortDiagnostics,
} from './model/diagnostics/diagnostic.ts';
export {
  ConfigurationError,
  type ExitStatus,
  exitStatus,
  FindingsError,
  InternalError,
  VaultwrightError,
} from './model/diagnostics/errors.ts';
export { type AccessMapDocument, accessMapSchema } from './model/documents/access-map.ts';
export { type BootstrapSettings, bootstrapSettingsSchema } from './model/documents/bootstrap-settings.ts';
export {
  type ConfiguratorSettings,
  configuratorSettingsSchema,
} from './model/documents/configurator-settings.ts';
export {
  type DeliveredSecrets as DeliveredSecretsDocument,
  deliveredSecretsSchema,
} from './model/documents/delivered-secrets.ts';
export {
  documentLabel,
  type FixtureEntry,
  type FixtureMap,
  type FixtureRecipe,
  fixtureMapSchema,
} from './model/documents/fixture-map.ts';
export { type PreflightPlan, preflightPlanSchema } from './model/documents/preflight-plan.ts';
export { type SmokePlan, smokePlanSchema } from './model/documents/smoke-plan.ts';
export { type Approval, approvalSchema } from './model/platform/approval.ts';
export { DefinedPlatform, definePlatform } from './model/platform/define-platform.ts';
export type { PhaseCorrection } from './model/platform/phase.ts';
export type { Environment, Platform, PlatformDefinition } from './model/platform/platform.ts';
export type { Cluster, Profile } from './model/platform/profile.ts';
export type { DeliveredProps, SecretProps } from './model/platform/secret-props.ts';
export { componentsIn } from './rendering/components-in.ts';
export type { ComponentClass, ComponentSource } from './rendering/load-components.ts';
export { type RenderedPlatform, type RenderOptions, renderPlatform } from './rendering/render-platform.ts';
export { type SynthesizeOptions, synthesizePlatform } from './rendering/synthesize-platform.ts';
