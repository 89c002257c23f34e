import { readersOfDelivery } from './readers-of-delivery.ts';
import { readersOfOperators } from './readers-of-operators.ts';
import type { SecretReader } from './secret-reader.ts';

/**
 * Every kind of resource whose fields are known to name Secrets; `readerKinds` of the configuration adds to
 * them.
 */
export const secretReaders: readonly SecretReader[] = [...readersOfOperators, ...readersOfDelivery];
