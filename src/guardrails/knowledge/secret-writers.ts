import type { SecretWriter } from './secret-writer.ts';
import { writersOfCertificates } from './writers-of-certificates.ts';
import { writersOfDatabases } from './writers-of-databases.ts';
import { writersOfMessaging } from './writers-of-messaging.ts';
import { writersOfPlatforms } from './writers-of-platforms.ts';
import { writersOfSearchEngines } from './writers-of-search-engines.ts';
import { writersOfSecretOperators } from './writers-of-secret-operators.ts';
import { writersOfStorage } from './writers-of-storage.ts';

/** Every kind of resource that is known to make Secrets; `writers` of the configuration adds to them. */
export const secretWriters: readonly SecretWriter[] = [
  ...writersOfSecretOperators,
  ...writersOfDatabases,
  ...writersOfSearchEngines,
  ...writersOfMessaging,
  ...writersOfCertificates,
  ...writersOfStorage,
  ...writersOfPlatforms,
];
