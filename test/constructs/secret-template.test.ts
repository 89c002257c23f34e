import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { base64, json, renderPlatform, type SecretTemplate, urlEncoded, type VaultKey } from '../../src/index.ts';
import { propertyRuns } from '../property-runs.ts';
import { foundation, placing, type SmallPlatform, smallPlatform } from './small-platform.ts';

interface Spec {
  readonly target: {
    readonly template: { readonly mergePolicy: string; readonly data: Readonly<Record<string, string>> };
  };
  readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
}

/**
 * Renders one templated Secret and gives the `spec` of its ExternalSecret in `sandbox`, and the codes of all
 * findings.
 */
async function render(declare: (platform: SmallPlatform) => Readonly<Record<'text', SecretTemplate>>): Promise<{
  spec: Spec | undefined;
  codes: readonly string[];
}> {
  const platform = smallPlatform();
  const keys = declare(platform);
  const contract = platform.secret('templated', { purpose: 'Template', keys });
  const components = [...foundation, placing('templated', contract)];
  const { files, diagnostics } = await renderPlatform(platform, { components });
  const documents = loadAll(files.get('sandbox/services/templated/templated.k8s.yaml') ?? '') as { spec: Spec }[];
  return { spec: documents[0]?.spec, codes: diagnostics.map(({ code }) => code) };
}

/** The tag function of a template, called with pieces that were not known when this was written. */
const tagged = <Part>(tag: (strings: TemplateStringsArray, ...parts: Part[]) => SecretTemplate, parts: Part[]) => {
  const empty = Array(parts.length + 1).fill('');
  return tag(Object.assign([...empty], { raw: empty }), ...parts);
};

const filters = {
  plain: { apply: (key: VaultKey) => key, suffix: '' },
  json: { apply: json, suffix: ' | toJson' },
  urlEncoded: { apply: urlEncoded, suffix: ' | urlquery | replace "+" "%20"' },
  base64: { apply: base64, suffix: ' | b64enc' },
} as const;

const variable = fc.record({
  path: fc.constantFrom('user', 'password', 'deep/token'),
  filter: fc.constantFrom(...(Object.keys(filters) as (keyof typeof filters)[])),
});
const brace = fc.constantFrom('{', '}', '"', '\\', '\n', '-', ' ', 'a', '$', '{{', '}}');
const text = fc.oneof(fc.string({ unit: brace }), fc.string());
/** A text may come from the environment as well, where no declaration can be checked. */
const piece = fc.oneof(
  text.map((value) => ({ value })),
  variable,
);

/** An action of the engine: a quoted text, or a variable with its filters. */
const action = /\{\{ (?:("(?:[^"\\]|\\.)*")|index \. ("(?:[^"\\]|\\.)*")( \|[^}]*)?) \}\}/g;

describe('a template', () => {
  test('prints its text and, by name, only what was fetched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        const expected = pieces.map((one) =>
          'value' in one ? one.value : `«${one.path.replace('/', '.')}${filters[one.filter].suffix}»`,
        );
        const { spec, codes } = await render((platform) => {
          const paths = new Map<string, VaultKey>();
          const keyOf = (path: string): VaultKey => {
            const key = paths.get(path) ?? platform.vault.generated(path);
            paths.set(path, key);
            return key;
          };
          const parts = pieces.map((one) =>
            'value' in one ? () => one.value : filters[one.filter].apply(keyOf(one.path)),
          );
          return { text: tagged(platform.template, parts) };
        });
        if (expected.join('') === '') {
          expect(codes).toContain('VW1012');
          return;
        }
        expect(codes).not.toContain('VW1012');
        const written = spec?.target.template.data.text ?? '';
        const fetched = spec?.data.map(({ secretKey }) => secretKey) ?? [];
        const rest = written.replaceAll(action, '');
        expect(rest).not.toContain('{{');
        for (const [, , name] of written.matchAll(action))
          if (name !== undefined) expect(fetched).toContain(JSON.parse(name));
        const read = written.replaceAll(action, (_all, quoted?: string, name?: string, filter = '') =>
          quoted === undefined ? `«${JSON.parse(name ?? '""')}${filter}»` : JSON.parse(quoted),
        );
        expect(read).toBe(expected.join(''));
      }),
      { numRuns: propertyRuns(100) },
    );
  });

  test('replaces the Secret where it fetches more than the Secret has, and lists every key then', async () => {
    const platform = smallPlatform();
    const { vault, secret, template } = platform;
    const [user, password, token] = [vault.generated('user'), vault.generated('password'), vault.generated('token')];
    const merged = secret('merged', { purpose: 'Template', keys: { user, url: template`http://${user}` } });
    const replaced = secret('replaced', { purpose: 'Template', keys: { password, url: template`http://${token}` } });
    const { files } = await renderPlatform(platform, {
      components: [...foundation, placing('both', merged, replaced)],
    });
    const documents = loadAll(files.get('sandbox/services/both/both.k8s.yaml') ?? '') as { spec: Spec }[];
    expect(documents.map(({ spec }) => [spec.target.template.mergePolicy, spec.target.template.data])).toEqual([
      ['Merge', { url: 'http://{{ index . "user" }}' }],
      ['Replace', { password: '{{ index . "password" }}', url: 'http://{{ index . "token" }}' }],
    ]);
  });
});
