import type { Rule } from './rule.ts';
import { denylistedValue } from './rules/denylisted-value.ts';
import { documentShape } from './rules/document-shape.ts';
import { environmentParity } from './rules/environment-parity.ts';
import { fixtureCoverage } from './rules/fixture-coverage.ts';
import { fixtureLiteral } from './rules/fixture-literal.ts';
import { fixtureReader } from './rules/fixture-reader.ts';
import { fixtureWriter } from './rules/fixture-writer.ts';
import { knownSecret } from './rules/known-secret.ts';
import { knownSecretKey } from './rules/known-secret-key.ts';
import { noAnnotationCredential } from './rules/no-annotation-credential.ts';
import { noArgumentCredential } from './rules/no-argument-credential.ts';
import { noConfigmapCredential } from './rules/no-configmap-credential.ts';
import { noEnvCredential } from './rules/no-env-credential.ts';
import { noFieldCredential } from './rules/no-field-credential.ts';
import { noGeneratorCredential } from './rules/no-generator-credential.ts';
import { noInlineSecret } from './rules/no-inline-secret.ts';
import { noPasswordHash } from './rules/no-password-hash.ts';
import { noPrivateKey } from './rules/no-private-key.ts';
import { noSealedSecret } from './rules/no-sealed-secret.ts';
import { noUrlCredential } from './rules/no-url-credential.ts';
import { noValuesCredential } from './rules/no-values-credential.ts';
import { regulatedFixtures } from './rules/regulated-fixtures.ts';
import { regulatedNoInit } from './rules/regulated-no-init.ts';
import { singleOwner } from './rules/single-owner.ts';
import { storeAdmitsNamespace } from './rules/store-admits-namespace.ts';
import { storeExists } from './rules/store-exists.ts';
import { storeName } from './rules/store-name.ts';
import { storeRoleBound } from './rules/store-role-bound.ts';
import { templateLiteral } from './rules/template-literal.ts';
import { uniqueObject } from './rules/unique-object.ts';

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
  knownSecret,
  knownSecretKey,
  singleOwner,
  uniqueObject,
  storeExists,
  storeAdmitsNamespace,
  storeName,
  storeRoleBound,
  documentShape,
  fixtureCoverage,
  fixtureReader,
  fixtureWriter,
  fixtureLiteral,
  environmentParity,
  regulatedFixtures,
  regulatedNoInit,
  denylistedValue,
];
