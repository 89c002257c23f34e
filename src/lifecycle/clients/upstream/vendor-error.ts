import * as z from 'zod/mini';

const inner = z.optional(z.nullable(z.object({ code: z.optional(z.string()) })));
const keyVaultErrorSchema = z.object({
  error: z.object({ code: z.optional(z.string()), innererror: inner, innerError: inner }),
});
const identityErrorSchema = z.object({
  error: z.string(),
  error_codes: z.optional(z.array(z.int().check(z.gte(10_000), z.lte(99_999_999)))),
});

/** The shape of the codes of Key Vault; anything else could be a text that repeats what was sent. */
const printableCode = /^[A-Z][A-Za-z]{2,39}$/;

/**
 * Codes of an error of Key Vault, the outer one first, e.g. `Forbidden`, `SecretDisabled`; its message is
 * left out on purpose.
 */
export function keyVaultErrorCodes(text: string): readonly string[] {
  const { error } = keyVaultErrorSchema.safeParse(json(text)).data ?? {};
  const codes = [error?.code, error?.innererror?.code ?? error?.innerError?.code];
  return codes.filter((code) => code !== undefined).filter((code) => printableCode.test(code));
}

/**
 * An error of the Microsoft identity platform: the OAuth code to react to, and the codes for the reader, e.g.
 * `AADSTS700024`.
 */
export function identityError(text: string): { readonly error: string | undefined; readonly codes: readonly string[] } {
  const { error, error_codes = [] } = identityErrorSchema.safeParse(json(text)).data ?? {};
  return { error, codes: error_codes.map((code) => `AADSTS${code}`) };
}

/** What a text says as JSON; `undefined` where it is none, so that no parser's message quotes it. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
