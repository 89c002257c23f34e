import { z } from 'zod';
import { documentLabel } from '../../model/documents/fixture-map.ts';
import type { SecretReader } from '../knowledge/secret-reader.ts';
import type { SecretWriter } from '../knowledge/secret-writer.ts';
import type { SpelledVault } from '../knowledge/spelled-vault.ts';
import { type PresetName, presetConfigurations } from './presets.ts';

const severity = z.enum(['error', 'warning', 'note']);
const ruleSetting = z.union([
  z.enum(['off', 'error', 'warning', 'note']),
  z.strictObject({
    severity: z.enum(['off', 'error', 'warning', 'note']).optional(),
    options: z.record(z.string(), z.json()).optional(),
  }),
]);
export type RuleSetting = z.output<typeof ruleSetting>;

const environment = z.strictObject({
  name: z.string().min(1),
  cluster: z.string().min(1).describe('What shares one set of object names.'),
  namespace: z.string().min(1).describe('The namespace of the environment, for documents that name none.'),
  regulated: z
    .boolean()
    .default(false)
    .describe('Staging and production: no deterministic recipe, no placeholder, no init or unseal.'),
  tokens: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe("Text that differs by environment, replaced by its token's name before environments are compared."),
  storeKind: z
    .enum(['ClusterSecretStore', 'SecretStore'])
    .optional()
    .describe('Kind of the store; with several kinds, parity does not compare it.'),
  files: z
    .array(z.string())
    .default([])
    .describe('Globs of files that belong to the environment, where the reader of manifests does not already know.'),
});
export type EnvironmentSettings = z.output<typeof environment>;

const declaredSecret = z.strictObject({
  namespace: z.string().optional().describe('Left out: any namespace.'),
  name: z.string().min(1),
  keys: z.array(z.string()).optional().describe('Exact keys. Left out: unknown, so that every key counts as there.'),
});

const template = 'a template such as `{metadata.name}-ca` or `{spec.secretName|metadata.name}`';
const kindOfProducer = z.strictObject({
  kind: z.string().min(1).describe('Kind of the custom resource that writes a Secret; `*` for any kind of the group.'),
  group: z.string().optional().describe('API group, or its end after `*.`. Left out: any.'),
  each: z
    .string()
    .optional()
    .describe('List or map whose items each make one Secret, as `spec.users`; fields below the item begin with a dot.'),
  name: z
    .string()
    .optional()
    .describe(
      `Field that names the Secret, as \`spec.secretName\`, or ${template}; without it the resource's own name is used.`,
    ),
  namespace: z
    .string()
    .optional()
    .describe("Field with the namespace, or a template; `*` for any. Left out: the resource's own namespace."),
  keys: z.array(z.string()).optional().describe('Exact keys or templates of them. Left out: unknown.'),
  when: z
    .array(z.string())
    .optional()
    .describe('Conditions that must all hold: `spec.x`, `!spec.x`, `spec.x=text`, `spec.x!=text`.'),
  ownership: z
    .enum(['owns', 'shares', 'adds'])
    .optional()
    .describe('`shares`: leaves alone what others put there; `adds`: fills what something else creates.'),
});

const kindOfReader = z.strictObject({
  kind: z.string().min(1).describe('Kind of the custom resource that reads a Secret; `*` for any kind of the group.'),
  group: z.string().optional().describe('API group, or its end after `*.`. Left out: any.'),
  each: z
    .string()
    .optional()
    .describe('List or map whose items each name one; fields below the item begin with a dot.'),
  name: z
    .string()
    .min(1)
    .describe('Field that names the Secret, as `spec.secretName`, `spec.secrets[]` or `.secretRef.name`.'),
  namespace: z
    .string()
    .optional()
    .describe("Field with the namespace, or a template. Left out: the resource's own namespace."),
  key: z.string().optional().describe('Field that names the key; `^key` for one beside the name.'),
  keys: z.array(z.string()).optional().describe('Keys that the resource takes without naming them.'),
  when: z.array(z.string()).optional().describe('Conditions that must all hold, as those of `producerKinds`.'),
});

const denylist = z.strictObject({
  exact: z.array(z.string()).default([]),
  prefixes: z.array(z.string()).default([]),
});

/** Schema of the configuration of the guardrails; every program takes its types from here. */
export const configurationSchema = z.strictObject({
  presets: z
    .array(z.enum(['recommended', 'strict']))
    .optional()
    .describe('Sets that the configuration starts from, later ones over earlier ones.'),
  environments: z.array(environment).optional().describe('The environments whose manifests are checked together.'),
  storeNames: z.array(z.string()).optional().describe('Names that a store may have; empty means any.'),
  mirrorStoreNames: z.array(z.string()).optional().describe('Stores that only PushSecrets may use.'),
  mount: z.string().optional().describe('Mount of the kv-v2 engine, without slashes.'),
  documentLabel: z
    .string()
    .optional()
    .describe(
      'Label that marks the documents which the generator renders for programs: fixture map, access map, delivered Secrets.',
    ),
  denylist: denylist.optional().describe('Values that no regulated environment may contain.'),
  declaredSecrets: z
    .array(declaredSecret)
    .optional()
    .describe('Secrets that exist although no manifest shows who writes them.'),
  producerKinds: z.array(kindOfProducer).optional().describe('Further custom resources that write a Secret.'),
  readerKinds: z.array(kindOfReader).optional().describe('Further custom resources that read a Secret.'),
  production: z
    .strictObject({ files: z.array(z.string()).default([]), namespaces: z.array(z.string()).default([]) })
    .optional()
    .describe('What counts as production or another regulated place, where no environment says so.'),
  strictness: z
    .enum(['literals', 'references'])
    .optional()
    .describe(
      'What passes under a name that denotes a credential. `literals`: what looks like no credential; `references`: references alone, which suits output that comes from declarations and is what synthesis asks for.',
    ),
  certainty: z
    .enum(['tree', 'strict'])
    .optional()
    .describe(
      'What counts as certain. `tree`: what the tree itself puts in doubt is a note; `strict`: it is reported as if nothing else could make it, which suits a tree that declares everything.',
    ),
  failOnNotes: z.boolean().optional().describe('Makes notes count as errors.'),
  onlyRules: z
    .array(z.string())
    .optional()
    .describe('The only rules that run, unless `rules` names others. Left out: all.'),
  rules: z.record(z.string(), ruleSetting).optional().describe('Severity and options of rules, by id.'),
});
/** The texts beside the manifests, as doubts ask them about names of Secrets. */
export interface SpokenNames {
  /** Returns the text that holds a name. */
  named(secret: string): string | undefined;
  /** Returns the text in which an action is followed by the end of a name. */
  ending(tail: string): string | undefined;
  /** Returns the script that makes Secrets of such names, in a loop or by an argument. */
  maker(secret: string): string | undefined;
}

export type ConfigurationInput = z.input<typeof configurationSchema>;

/** The presets of the package as settings. */
export const presetInputs: Readonly<Record<PresetName, ConfigurationInput>> = presetConfigurations;
type ParsedConfiguration = z.output<typeof configurationSchema>;

/** A configuration with its presets merged in and every default filled. */
export interface GuardrailConfiguration {
  readonly environments: readonly EnvironmentSettings[];
  readonly storeNames: readonly string[];
  readonly mirrorStoreNames: readonly string[];
  readonly mount: string;
  readonly documentLabel: string;
  readonly denylist: z.output<typeof denylist>;
  readonly declaredSecrets: readonly z.output<typeof declaredSecret>[];
  /** Tells a Secret that a program beside the manifests may make; none where only manifests are known. */
  readonly mayBeMade?: (secret: string) => boolean;
  /** Finds the texts that speak of a Secret and are no manifests; none where only manifests are known. */
  readonly spoken?: SpokenNames;
  /** Reads what files beside the manifests say about roles and policies of a Vault. */
  readonly spelledVault?: () => SpelledVault;
  readonly producerKinds: readonly SecretWriter[];
  readonly readerKinds: readonly SecretReader[];
  readonly production: { readonly files: readonly string[]; readonly namespaces: readonly string[] };
  readonly strictness: 'literals' | 'references';
  /** Whether what the tree itself puts in doubt is a note. */
  readonly certainty: 'tree' | 'strict';
  readonly failOnNotes: boolean;
  /** The rules that run where nothing else names them; absent for all. */
  readonly onlyRules?: readonly string[];
  /** Settings of a rule from all presets and the configuration itself, the stronger last. */
  readonly rules: ReadonlyMap<string, readonly RuleSetting[]>;
}

/**
 * Merges presets and configurations over `recommended`: lists add up, single values and rule settings of the
 * later one win.
 *
 * @throws ZodError where the configuration has an unknown field or a wrong value; callers turn it into their
 * coded diagnostic
 */
export function resolveConfiguration(...inputs: readonly (ConfigurationInput | undefined)[]): GuardrailConfiguration {
  const own = inputs.map((input = {}) => configurationSchema.parse(input));
  const presets = new Set<PresetName>(['recommended', ...own.flatMap((layer) => layer.presets ?? [])]);
  const layers: ParsedConfiguration[] = [
    ...[...presets].map((preset) => configurationSchema.parse(presetInputs[preset])),
    ...own,
  ];
  const last = <Key extends keyof ParsedConfiguration>(key: Key) =>
    layers.findLast((layer) => layer[key] !== undefined)?.[key];
  const rules = new Map<string, RuleSetting[]>();
  for (const layer of layers)
    for (const [id, setting] of Object.entries(layer.rules ?? {})) rules.set(id, [...(rules.get(id) ?? []), setting]);
  const onlyRules = last('onlyRules');
  return {
    environments: last('environments') ?? [],
    storeNames: last('storeNames') ?? [],
    mirrorStoreNames: last('mirrorStoreNames') ?? [],
    mount: last('mount') ?? 'secret',
    documentLabel: last('documentLabel') ?? documentLabel,
    denylist: {
      exact: layers.flatMap((layer) => layer.denylist?.exact ?? []),
      prefixes: layers.flatMap((layer) => layer.denylist?.prefixes ?? []),
    },
    declaredSecrets: layers.flatMap((layer) => layer.declaredSecrets ?? []),
    producerKinds: layers.flatMap((layer) => (layer.producerKinds ?? []).map(writerOf)),
    readerKinds: layers.flatMap((layer) => (layer.readerKinds ?? []).map(readerOf)),
    production: {
      files: layers.flatMap((layer) => layer.production?.files ?? []),
      namespaces: layers.flatMap((layer) => layer.production?.namespaces ?? []),
    },
    strictness: last('strictness') ?? 'literals',
    certainty: last('certainty') ?? 'tree',
    failOnNotes: last('failOnNotes') ?? false,
    ...(onlyRules && { onlyRules }),
    rules,
  };
}

const asTemplate = (text: string): string => (text === '*' || text.includes('{') ? text : `{${text}}`);

function readerOf({ kind, group, namespace, ...secret }: z.output<typeof kindOfReader>): SecretReader {
  const where = namespace === undefined ? {} : { namespace: asTemplate(namespace) };
  return {
    kind,
    page: 'vaultwright.config.yaml',
    ...(group !== undefined && { group }),
    secrets: [{ ...secret, ...where }],
  };
}

/** A row of the configuration as a row of the tables; a bare field is a template of one. */
function writerOf({ kind, group, name, namespace, ...secret }: z.output<typeof kindOfProducer>): SecretWriter {
  return {
    kind,
    page: 'vaultwright.config.yaml',
    ...(group !== undefined && { group }),
    secrets: [
      {
        ...secret,
        name: asTemplate(name ?? 'metadata.name'),
        ...(namespace !== undefined && { namespace: asTemplate(namespace) }),
      },
    ],
  };
}

export type ConfiguredSeverity = z.output<typeof severity> | 'off';

/** Returns the severity and options of a rule under a configuration. */
export function settingOf(
  configuration: GuardrailConfiguration,
  id: string,
  fallback: z.output<typeof severity>,
): { readonly severity: ConfiguredSeverity; readonly options: Record<string, unknown> } {
  let chosen: ConfiguredSeverity = configuration.onlyRules?.includes(id) === false ? 'off' : fallback;
  const options: Record<string, unknown> = {};
  for (const setting of configuration.rules.get(id) ?? []) {
    if (typeof setting === 'string') chosen = setting;
    else {
      if (setting.severity !== undefined) chosen = setting.severity;
      else if (chosen === 'off') chosen = fallback;
      Object.assign(options, setting.options);
    }
  }
  return { severity: chosen, options };
}
