import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KubernetesClient } from '../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { probeFindings } from '../../../src/lifecycle/inspect/probe.ts';
import { Deadline } from '../../../src/lifecycle/run/deadline.ts';
import type { SmokePlan } from '../../../src/model/documents/smoke-plan.ts';
import { makeCertificate } from '../../e2e/configure/certificate.ts';
import { answer, ScriptedServer } from '../scripted-server.ts';

const token = ['a', 'token'].join('-');
const probe = {
  name: 'GitLab',
  namespace: 'shop',
  secret: 'gitlab-api',
  urlKey: 'URL',
  path: '/user',
  tokenKey: 'TOKEN',
  header: 'PRIVATE-TOKEN',
};
const plan: SmokePlan = {
  kind: 'SmokePlan',
  version: 1,
  environment: 'local',
  name: 'platform-smoke',
  namespace: 'shop',
  placeholders: [],
  stores: [],
  deployments: [],
  keys: { 'gitlab/tokens/shop': { writer: 'token-minter' } },
  probes: [probe],
  secrets: [
    {
      namespace: 'shop',
      externalSecret: 'gitlab-api-sync',
      secret: 'gitlab-api',
      keys: [
        { name: 'TOKEN', from: ['gitlab/tokens/shop'] },
        { name: 'URL', from: [] },
      ],
    },
  ],
};

let folder: string;
let service: Server;
let usual: string[];
let port: number;
let asked: { path: string | undefined; header: unknown; authorization: string | undefined }[];
let status: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-probe-'));
  const { authority, certificate, privateKey } = makeCertificate(folder, 'localhost');
  usual = getCACertificates('default');
  setDefaultCACertificates([authority]);
  service = createServer({ cert: certificate, key: privateKey }, ({ url, headers }, response) => {
    asked.push({ path: url, header: headers['private-token'], authorization: headers.authorization });
    response.writeHead(status, { location: 'https://elsewhere.example/' }).end('{}');
  });
  await new Promise<void>((settle) => service.listen(0, 'localhost', settle));
  ({ port } = service.address() as AddressInfo);
});
afterAll(() => {
  setDefaultCACertificates(usual);
  service.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
  status = 200;
});

async function findings(data: Readonly<Record<string, string>> | undefined, change: Partial<typeof probe> = {}) {
  const encoded = Object.entries(data ?? {}).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  await using cluster = await ScriptedServer.start((_, response) =>
    data
      ? answer(response, 200, { kind: 'Secret', data: Object.fromEntries(encoded) })
      : answer(response, 404, { kind: 'Status', code: 404 }),
  );
  const kubernetes = new KubernetesClient(cluster.origin);
  try {
    const found = await probeFindings({ ...probe, ...change }, { plan, kubernetes, deadline: new Deadline(20_000) });
    return found.map(({ code, what, fix }) => `${code} ${what} ${fix}`);
  } finally {
    kubernetes.close();
  }
}
const good = () => ({ URL: `https://localhost:${port}/api/v4`, TOKEN: token });

describe('a probe', () => {
  test('asks below the address of the Secret with its token, and is content with an answer', async () => {
    expect(await findings(good())).toEqual([]);
    expect(asked).toEqual([{ path: '/api/v4/user', header: token, authorization: undefined }]);
  });

  test('sends a bearer token where no header is named, and takes a slash at the end of the address', async () => {
    const { URL: url } = good();
    expect(await findings({ URL: `${url}/\n`, TOKEN: `${token}\n` }, { header: undefined as never })).toEqual([]);
    expect(asked).toEqual([{ path: '/api/v4/user', header: undefined, authorization: `Bearer ${token}` }]);
  });

  test.each([401, 403])(
    'names the key, its Vault key and who makes a new one where the answer is %i',
    async (refusal) => {
      status = refusal;
      const [finding, ...others] = await findings(good());
      expect(others).toEqual([]);
      for (const part of ['VW5290', 'GET /user', '"TOKEN"', 'shop/gitlab-api', 'gitlab/tokens/shop', 'token-minter'])
        expect(finding).toContain(part);
      expect(finding).not.toContain(token);
      expect(finding).not.toContain(String(port));
    },
  );

  test.each([302, 404, 500])('cannot tell where the answer is %i, and follows it nowhere', async (other) => {
    status = other;
    expect(await findings(good())).toEqual([
      expect.stringMatching(
        new RegExp(`^VW5291 GitLab of Key "URL" of Secret "shop/gitlab-api" answers GET /user by ${other}`),
      ),
    ]);
    expect(asked).toHaveLength(1);
  });

  test('cannot tell where nothing listens, or where nobody vouches for the certificate', async () => {
    expect(await findings({ ...good(), URL: 'https://localhost:1/api' })).toEqual([
      expect.stringMatching(/^VW5291 .*unreachable \(ECONNREFUSED\)/),
    ]);
    setDefaultCACertificates([]);
    try {
      expect(await findings(good())).toEqual([
        expect.stringMatching(/^VW5291 .*unreachable \(\w*(?:VERIFY|CERT)\w*\)/),
      ]);
    } finally {
      const { authority } = makeCertificate(join(folder, 'other'), 'localhost');
      setDefaultCACertificates([authority]);
    }
    expect(asked).toEqual([]);
  });

  test.each(['http://localhost/api', 'localhost', 'ftp://x', 'https://user:word@localhost/'])(
    'sends nothing to %s',
    async (url) => {
      expect(await findings({ URL: url, TOKEN: token })).toEqual([expect.stringMatching(/^VW5292 .*"URL"/)]);
      expect(asked).toEqual([]);
    },
  );

  test.each([[undefined], [{ URL: 'https://localhost' }], [{ TOKEN: token }], [{ URL: '', TOKEN: token }]])(
    'leaves what is missing to the inspection of keys: %j',
    async (data) => {
      expect(await findings(data as Record<string, string> | undefined)).toEqual([]);
      expect(asked).toEqual([]);
    },
  );
});
