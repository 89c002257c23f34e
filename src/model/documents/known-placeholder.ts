import { createHash } from 'node:crypto';
import type { PlaceholderDigest } from './placeholder-digest.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Returns whether a value stands for no credential, by the digests of those that do not. */
export const isKnownPlaceholder = (digests: readonly PlaceholderDigest[], value: string): boolean =>
  digests.some(({ sha256, length }) => digest(length === undefined ? value : value.slice(0, length)) === sha256);
