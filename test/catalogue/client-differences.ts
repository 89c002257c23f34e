import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import type { Difference } from './difference.ts';
import type { ExpectedEnvironment } from './expected-secrets.ts';
import type { RenderedOutput } from './rendered-output.ts';

const clients = z.array(z.strictObject({ clientId: z.string(), vaultKey: z.string() }));
const realmValuesSchema = z.object({
  clientPatcher: z.object({
    secretExtraction: z.strictObject({ enabled: z.literal(true), clients, masterRealmClients: clients }),
  }),
});

/** Compares the clients that the client-patcher is told to extract with `keycloakClients`, pair by pair. */
export function clientDifferences({ name }: ExpectedEnvironment, rendered: RenderedOutput): Difference[] {
  const { clientPatcher } = realmValuesSchema.parse(rendered.valuesOf('keycloak-realm'));
  const { clients: ofAmeide, masterRealmClients: ofMaster } = clientPatcher.secretExtraction;
  const inWords = (realm: string, { clientId, vaultKey }: { clientId: string; vaultKey: string }): string =>
    `client ${clientId} of realm ${realm} into ${vaultKey}`;
  const extracted = new Set([
    ...ofAmeide.map((client) => inWords('ameide', client)),
    ...ofMaster.map((client) => inWords('master', client)),
  ]);
  const wanted = new Set(
    catalogue.keycloakClients
      .filter(({ environments }) => (environments ?? [name]).includes(name))
      .map((client) => inWords(client.realm, client)),
  );
  const difference = (what: string): Difference => ({ environment: name, subject: 'keycloak-realm', what });
  return [
    ...[...wanted].filter((client) => !extracted.has(client)).map((client) => difference(`does not extract ${client}`)),
    ...[...extracted].filter((client) => !wanted.has(client)).map((client) => difference(`extracts ${client}`)),
  ];
}
