import { describe, expect, test } from 'vitest';
import {
  type ComponentSource,
  DeliveredSecrets,
  renderPlatform,
  ServiceSecrets,
  VaultWriter,
} from '../../src/index.ts';
import { environmentDocumentSchema } from '../../src/model/documents/environment-document.ts';
import { orderGraph } from '../../src/model/order/order-graph.ts';
import { foundation, type SmallEnv, type SmallPlatform, SmallService, smallPlatform } from './small-platform.ts';

const owner = 'platform';
const purpose = 'Test';

interface Case {
  readonly title: string;
  readonly declare: (platform: SmallPlatform) => readonly ComponentSource[];
  /** Edges besides those of the stores, `from → to: kind`. */
  readonly sandbox: readonly string[];
  readonly live: readonly string[];
  /** Problems, `environment code`, and the words that name the edge. */
  readonly problems?: readonly (readonly [string, ...RegExp[]])[];
}

/** A component of one phase that does what it is told. */
const doing = (
  name: string,
  phase: number,
  act: (component: SmallService) => void,
  secretsPhase = phase,
): ComponentSource =>
  class Doing extends SmallService {
    constructor(env: SmallEnv) {
      super(env, name, { owner, phase, secretsPhase });
      act(this);
    }
  };

/** Two components: one runs a producer at 200, one places what it writes; a third reads it. */
function produced(until: 'placeholder' | 'absent', phases: { readonly places: number; readonly reads: number }) {
  return ({ vault, secret, producer }: SmallPlatform): readonly ComponentSource[] => {
    const by = producer('minter');
    const contract = secret('minted', {
      purpose,
      keys: {
        token: vault.produced('minted-token', { by, until }),
        url: vault.literal('minted-url', 'https://a.example'),
      },
    });
    return [
      doing('minter', 200, (self) => new VaultWriter(self, by, { role: 'minter', serviceAccounts: ['default'] })),
      doing('bundle', phases.places, (self) => new ServiceSecrets(self, contract)),
      doing('reader', phases.reads, (self) =>
        self.values({ existingSecret: contract, tokenKey: contract.key('token') }),
      ),
      doing('careless', 290, (self) => self.values({ existingSecret: contract, urlKey: contract.key('url') })),
    ];
  };
}

const cases: readonly Case[] = [
  {
    title: 'a key that is absent until its producer ran holds its ExternalSecret back',
    declare: produced('absent', { places: 210, reads: 300 }),
    sandbox: ['minter → bundle: ready', 'bundle → careless: exists', 'bundle → reader: exists'],
    live: ['minter → bundle: ready', 'bundle → careless: exists', 'bundle → reader: exists'],
  },
  {
    title: 'a placeholder lets the ExternalSecret come first, but not who needs the real value',
    declare: produced('placeholder', { places: 150, reads: 300 }),
    sandbox: ['bundle → careless: exists', 'bundle → reader: exists', 'minter → reader: real value'],
    // Never a placeholder there.
    live: ['minter → bundle: ready', 'bundle → careless: exists', 'bundle → reader: exists'],
    problems: [['live VW1107', /"bundle" \(150\) needs \(ready\)/, /Vault key "minted-token"/, /"minter" \(200\)/]],
  },
  {
    title: 'a reader of the real value before its producer',
    declare: produced('placeholder', { places: 150, reads: 160 }),
    sandbox: ['bundle → reader: exists', 'minter → reader: real value', 'bundle → careless: exists'],
    live: ['bundle → reader: exists', 'minter → bundle: ready', 'bundle → careless: exists'],
    problems: [
      ['live VW1107', /"bundle" \(150\)/],
      [
        'sandbox VW1107',
        /"reader" \(160\) needs \(real value\)/,
        /key "token" of Secret "small-sandbox\/minted"/,
        /"minter" \(200\)/,
      ],
    ],
  },
  {
    title: 'a Secret that nobody is known to read is read as soon as it is there',
    declare: ({ vault, secret, producer }) => {
      const by = producer('minter');
      const contract = secret('minted', {
        purpose,
        keys: { token: vault.produced('minted-token', { by, until: 'placeholder' }) },
      });
      return [
        doing('minter', 200, (self) => new VaultWriter(self, by, { role: 'minter', serviceAccounts: ['default'] })),
        doing('own', 130, (self) => new ServiceSecrets(self, contract), 250),
      ];
    },
    sandbox: ['minter → own (secrets): real value'],
    live: ['minter → own (secrets): ready'],
  },
  {
    title: 'a delivered Secret comes with its component, whatever the phase of its ExternalSecrets',
    declare: ({ delivered, vault, secret }) => {
      const certificate = delivered('certificate', { by: 'cert-manager', purpose, keys: ['tls.crt'] });
      const other = secret('other', { purpose, keys: { user: vault.literal('other-user', 'user') } });
      return [
        doing(
          'issuer',
          120,
          (self) => {
            new DeliveredSecrets(self, certificate);
            new ServiceSecrets(self, other);
          },
          400,
        ),
        doing('server', 130, (self) => self.values({ tls: { existingSecret: certificate } })),
      ];
    },
    sandbox: ['issuer → server: exists'],
    live: ['issuer → server: exists'],
  },
  {
    title: 'what a component does for itself is no edge',
    declare: ({ vault, secret, producer }) => {
      const by = producer('minter');
      const contract = secret('minted', {
        purpose,
        keys: { token: vault.produced('minted-token', { by, until: 'absent' }) },
      });
      return [
        doing('all', 200, (self) => {
          new VaultWriter(self, by, { role: 'minter', serviceAccounts: ['default'] });
          new ServiceSecrets(self, contract);
          self.values({ existingSecret: contract });
        }),
      ];
    },
    sandbox: [],
    live: [],
  },
];

describe('the order of an environment', () => {
  test.each(cases)('$title', async ({ declare, sandbox, live, problems = [] }) => {
    const platform = smallPlatform();
    const { files, diagnostics } = await renderPlatform(platform, {
      components: [...foundation, ...declare(platform)],
    });
    const edgesIn = (environment: string): string[] => {
      const graph = orderGraph(
        environmentDocumentSchema.parse(JSON.parse(files.get(`${environment}/environment.json`) ?? '')),
      );
      return graph.edges
        .filter(({ from }) => from.id !== 'stores')
        .map(({ from, to, kind }) => `${from.id} → ${to.id}: ${kind}`);
    };
    expect({ sandbox: edgesIn('sandbox').sort(), live: edgesIn('live').sort() }).toEqual({
      sandbox: [...sandbox].sort(),
      live: [...live].sort(),
    });
    const told = diagnostics
      .filter(({ code }) => code.startsWith('VW1'))
      .map(({ code, what, place }) => ({ found: `${place.environment} ${code}`, what }))
      .sort((a, b) => (a.found < b.found ? -1 : 1));
    expect(told.map(({ found }) => found)).toEqual(problems.map(([found]) => found));
    problems.forEach(([, ...words], index) => {
      for (const word of words) expect(told[index]?.what).toMatch(word);
    });
  });

  test('a circle is named from step to step, and its edges are not told one by one', async () => {
    const platform = smallPlatform();
    const { vault, secret, producer } = platform;
    const names = ['ann', 'bob', 'cid'];
    const by = names.map((name) => producer(`${name}-job`));
    const contracts = names.map((name, index) =>
      secret(`${name}-secret`, {
        purpose,
        keys: {
          token: vault.produced(`${name}-token`, { by: by[(index + 1) % 3] as (typeof by)[0], until: 'absent' }),
        },
      }),
    );
    const components = names.map((name, index) =>
      doing(name, 300 + index, (self) => {
        const job = by[index] as (typeof by)[0];
        new ServiceSecrets(self, contracts[index] as (typeof contracts)[0]);
        new VaultWriter(self, job, { role: job.name, serviceAccounts: ['default'] });
      }),
    );
    const { diagnostics } = await renderPlatform(platform, { components: [...foundation, ...components] });
    const told = diagnostics.filter(({ code }) => ['VW1107', 'VW1136'].includes(code));
    expect(told.map(({ code, place }) => `${place.environment} ${code}`)).toEqual(['live VW1136', 'sandbox VW1136']);
    expect(told[0]?.what).toContain('"ann" → "cid" → "bob" → "ann"');
    expect(told[0]?.what).toMatch(/"cid" needs \(ready\) Vault key "cid-token" .* of "ann"/);
  });
});
