import * as z from 'zod/mini';
import type { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import type { UpstreamSettings } from '../../../model/documents/bootstrap-settings.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import type { Deadline } from '../../run/deadline.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { KeyVaultClient } from './key-vault-client.ts';
import { sanitiseName } from './sanitise-name.ts';
import type { Upstream, UpstreamNote, UpstreamValue } from './upstream.ts';
import { json, keyVaultErrorCodes } from './vendor-error.ts';
import { WorkloadIdentity, type WorkloadIdentityAccess } from './workload-identity.ts';

export type AzureKeyVaultSettings = Extract<UpstreamSettings, { type: 'azure-key-vault' }>;

/** Version of the data plane; all stable ones keep working. */
const version = 'api-version=7.4';
/** The largest page that the service gives. */
const listPath = `/secrets?${version}&maxresults=25`;
const requestsAtOnce = 8;
const validName = /^[0-9a-zA-Z-]{1,127}$/;

const attributesSchema = z.object({
  enabled: z.nullish(z.boolean()),
  /** Seconds since 1970. */
  exp: z.nullish(z.number()),
  nbf: z.nullish(z.number()),
});
type Attributes = z.output<typeof attributesSchema>;
const pageSchema = z.object({
  value: z.array(z.object({ id: z.string(), attributes: z.optional(attributesSchema) })),
  nextLink: z.nullish(z.string()),
});
const secretSchema = z.object({ value: z.string(), id: z.string(), attributes: z.optional(attributesSchema) });

/** What became of one secret. */
type Found = UpstreamValue | UpstreamNote['reason'] | 'absent' | { readonly refused: string };

/**
 * Makes the upstream of a key vault, read with the workload identity of the Pod.
 *
 * The name of a secret is the prefix and the wanted name, sanitised; the empty prefix is none. What cannot be
 * the name of a secret is not there. Secrets are listed first, so that only wanted ones are read; where
 * listing is refused (403), each is asked for.
 * @throws VW5013 at once where the identity is incomplete or an address is not usable
 * @see https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets
 * @see https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret
 */
export function azureKeyVault(settings: AzureKeyVaultSettings, access: WorkloadIdentityAccess): Upstream {
  const { clock } = access;
  const identity = new WorkloadIdentity(settings.clientId, access);
  const vault = new KeyVaultClient(settings.uri, identity, clock, requestsAtOnce);
  const misunderstood = (what: string): VaultwrightError =>
    lifecycleError('VW5013', `${vault.label} answered in a way that is not understood: ${what}`);

  /** Secrets of the vault by lower-case name, as ids are compared; `undefined` where listing is refused. */
  async function list(deadline: Deadline): Promise<ReadonlyMap<string, Attributes> | undefined> {
    const secrets = new Map<string, Attributes>();
    const paths = new Set<string>();
    for (let path: string | undefined = listPath; path !== undefined; ) {
      if (paths.has(path)) throw misunderstood('its list of secrets goes in a circle');
      paths.add(path);
      const { status, text } = await vault.get(path, deadline);
      if (status === 403 && path === listPath) return undefined;
      const page = status === 200 ? pageSchema.safeParse(json(text)).data : undefined;
      if (page === undefined) throw misunderstood(`HTTP ${status}${codesOf(text)} to the list of secrets`);
      for (const { id, attributes = {} } of page.value) {
        if (nameOf(id) === '') throw misunderstood('its list of secrets has an entry without a name');
        secrets.set(nameOf(id), attributes);
      }
      const link = page.nextLink ?? '';
      path = link === '' ? undefined : vault.ownPath(link);
      if (link !== '' && path === undefined) throw misunderstood('its list of secrets goes on at another server');
    }
    return secrets;
  }

  async function get(secret: string, deadline: Deadline): Promise<Found> {
    const { status, text } = await vault.get(`/secrets/${secret}?${version}`, deadline);
    const codes = keyVaultErrorCodes(text);
    // A 404 of anything else on the way says nothing about the secret.
    if (status === 404 && codes[0] === 'SecretNotFound') return 'absent';
    if (status === 403) return codes.includes('SecretDisabled') ? 'disabled' : { refused: `HTTP 403${codesOf(text)}` };
    const found = status === 200 ? secretSchema.safeParse(json(text)).data : undefined;
    if (found === undefined || nameOf(found.id) !== secret)
      throw misunderstood(`HTTP ${status}${codesOf(text)} to secret ${secret}`);
    const reason = hindrance(found.attributes ?? {}, clock.now());
    if (reason !== undefined) return reason;
    if (found.value.trim() === '') return { refused: 'the value is empty' };
    const id = versionOf(found.id);
    return { value: found.value, ...(id !== undefined && { version: id }) };
  }

  return {
    label: vault.label,
    async read(names, deadline, note = () => undefined) {
      const secretOf = new Map(names.map((name) => [name, sanitiseName(settings.secretPrefix + name)]));
      const wanted = new Set([...secretOf.values()].filter((secret) => validName.test(secret)));
      const found = new Map<string, Found>();
      if (wanted.size > 0) {
        const listed = await list(deadline);
        const present = [...wanted].filter((secret) => listed === undefined || listed.has(secret));
        const readable: string[] = [];
        for (const secret of present) {
          const reason = hindrance(listed?.get(secret) ?? {}, clock.now());
          if (reason === undefined) readable.push(secret);
          else found.set(secret, reason);
        }
        await inParallel(readable, requestsAtOnce, async (secret) => {
          found.set(secret, await get(secret, deadline));
        });
      }
      refuse(found, vault.label);

      const values = new Map<string, UpstreamValue>();
      for (const [name, secret] of secretOf) {
        const what = found.get(secret) ?? 'absent';
        if (typeof what === 'string') {
          if (what !== 'absent') note({ name, reason: what });
        } else if ('value' in what) values.set(name, what);
      }
      return values;
    },
  };
}

/**
 * Names every secret that is refused, one problem for each cause: nothing may be copied where something
 * wanted is unknown.
 */
function refuse(found: ReadonlyMap<string, Found>, label: string): void {
  const secrets = new Map<string, string[]>();
  for (const [secret, what] of found)
    if (typeof what === 'object' && 'refused' in what)
      secrets.set(what.refused, [...(secrets.get(what.refused) ?? []), secret]);
  const problems = [...secrets].map(([cause, names]) => {
    const shown = names.sort().slice(0, 10).join(', ');
    const rest = names.length > 10 ? ` and ${names.length - 10} more` : '';
    return lifecycleProblem('VW5013', `${label} does not give ${shown}${rest}: ${cause}`);
  });
  if (problems.length > 0) throw errorOf(problems);
}

/** The vendor leaves it to the reader to respect the window of validity. */
function hindrance({ enabled, exp, nbf }: Attributes, now: number): UpstreamNote['reason'] | undefined {
  if (enabled === false) return 'disabled';
  if (typeof exp === 'number' && now >= exp * 1_000) return 'expired';
  return typeof nbf === 'number' && now < nbf * 1_000 ? 'not yet valid' : undefined;
}

/** Ids are `https://<vault>/secrets/<name>/<version>`, compared without regard to case. */
function nameOf(id: string): string {
  return /\/secrets\/([^/]+)(\/[^/]*)?$/i.exec(id)?.[1]?.toLowerCase() ?? '';
}

function versionOf(id: string): string | undefined {
  return /\/secrets\/[^/]+\/([0-9a-zA-Z]{1,64})$/i.exec(id)?.[1];
}

function codesOf(text: string): string {
  const codes = keyVaultErrorCodes(text);
  return codes.length === 0 ? '' : ` (${codes.join(', ')})`;
}
