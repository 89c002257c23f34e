import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../property-runs.ts';
import { readAzure } from './azure-run.ts';
import { AzureStandIn, type Reply, type SeenRequest } from './azure-stand-in.ts';

/** Places in which a server could repeat what it was sent, or what it holds. */
const echoes: Readonly<Record<string, (text: string, azure: AzureStandIn) => Partial<Reply>>> = {
  'the message of an error': (text) => ({ body: { error: { code: 'Forbidden', message: text } } }),
  'the code of an error': (text) => ({ body: { error: { code: text, innererror: { code: text } } } }),
  'the description of an error': (text) => ({
    body: { error: 'invalid_client', error_description: `AADSTS700024: ${text}`, error_codes: [700024] },
  }),
  'the name of an error': (text) => ({ body: { error: text, error_codes: [text], error_uri: text } }),
  'a text that is no JSON': (text) => ({ body: `{"${text}` }),
  'a list': (text, { vault }) => ({ body: { value: [{ id: `${vault.origin}/${text}` }], nextLink: text } }),
  'a link': (text, { vault }) => ({ body: { value: [], nextLink: `${vault.origin}/${text}` } }),
  'a secret': (text, { vault }) => ({ body: { value: 1, id: `${vault.origin}/secrets/${text}`, attributes: text } }),
  'a token': (text) => ({ body: { access_token: `${text}\n` } }),
  'a challenge': (text) => ({ headers: { 'www-authenticate': `Bearer authorization="${text}", resource="${text}"` } }),
  'a resource': (text) => ({ headers: { 'www-authenticate': `Bearer resource="https://${text}.example"` } }),
  'Retry-After': (text) => ({ headers: { 'retry-after': text } }),
  'a redirection': (text) => ({ headers: { location: `https://${text}.example/` } }),
};

const runs = fc.record({
  server: fc.constantFrom('vault', 'authority'),
  /** From which request on the server misbehaves. */
  from: fc.integer({ min: 0, max: 5 }),
  status: fc.constantFrom(200, 302, 400, 401, 403, 404, 429, 503),
  echo: fc.constantFrom(...Object.keys(echoes)),
  /** Which credential is repeated, among those of the run. */
  which: fc.integer({ min: 0, max: 9 }),
  isStale: fc.boolean(),
});

test('no error says a value or a token, whatever the servers repeat', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(runs, async ({ server, from, status, echo, which, isStale }) => {
      const azure = await AzureStandIn.start();
      try {
        const names = ['one', 'two', 'three', 'empty'];
        for (const name of names) azure.put(name, name === 'empty' && which === 9 ? { value: '' } : {});
        const tokenFile = isStale ? [azure.federate(false)] : [...azure.federatedTokens];
        let requests = 0;
        azure[server as 'vault' | 'authority'].fault = (request: SeenRequest) => {
          requests += 1;
          if (requests <= from) return undefined;
          const sent = request.headers.authorization ?? request.form.get('client_assertion') ?? '';
          const text =
            which === 0 && sent !== '' ? sent : ([...azure.credentials][which % azure.credentials.size] ?? '');
          return { status, ...echoes[echo]?.(text, azure) };
        };
        const { codes, text } = await readAzure(azure, { names, tokenFile, deadline: 10_000 });
        for (const code of codes) seen.add(code);
        for (const credential of azure.credentials) expect(text).not.toContain(credential);
      } finally {
        await azure.stop();
      }
    }),
    {
      numRuns: propertyRuns(150),
      // One of each answer, however few runs there are.
      examples: [
        [{ server: 'vault', from: 1, status: 403, echo: 'the message of an error', which: 1, isStale: false }],
        [{ server: 'vault', from: 1, status: 503, echo: 'the message of an error', which: 1, isStale: false }],
      ],
    },
  );
  // Otherwise there was nothing in which a credential could have been found.
  expect([...seen].sort()).toEqual(['VW5013', 'VW5014']);
});
