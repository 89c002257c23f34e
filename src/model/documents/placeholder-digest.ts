import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/**
 * Schema of a known placeholder: a whole value, or with `length` its first characters.
 *
 * Documents of regulated environments say by digest which values stand for no credential, so that no rendered
 * file holds one.
 */
export const placeholderDigestSchema = z.strictObject({
  /** SHA-256 in hexadecimal digits. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** Characters of a prefix; absent for a whole value. */
  length: z.optional(z.int().check(z.gte(1))),
});
export type PlaceholderDigest = z.output<typeof placeholderDigestSchema>;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Returns the digests of placeholders, sorted. */
export function placeholderDigests(exact: readonly string[], prefixes: readonly string[]): PlaceholderDigest[] {
  const all = [
    ...exact.map((text) => ({ sha256: digest(text) })),
    ...prefixes.map((text) => ({ sha256: digest(text), length: text.length })),
  ];
  return all.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
