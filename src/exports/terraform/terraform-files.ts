import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { Expression, type HclBlock, hclText, quoted } from './hcl.ts';
import { mirrorResources } from './mirror.ts';
import { addressOf, type MirrorResource } from './resource.ts';

/** The mirror of an environment, as files of one folder. */
export interface TerraformMirror {
  readonly resources: readonly MirrorResource[];
  /** Addresses that the previous document had and this one has not, sorted; nothing of them is destroyed. */
  readonly removed: readonly string[];
  /** Texts by file name, sorted. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Formats what an environment wants of Vault for Terraform and OpenTofu, with the provider hashicorp/vault.
 *
 * No value is in it, and none comes into state or plan: generated ones are drawn while it is applied,
 * external ones are given, and both are written by write-only attributes.
 * @param previous the document of the former mirror; what is declared no more is forgotten, not destroyed
 * @param forgotten addresses that former mirrors had removed, which may not have been applied everywhere yet
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export function terraformMirror(
  document: EnvironmentDocument,
  previous?: EnvironmentDocument,
  forgotten: readonly string[] = [],
): TerraformMirror {
  const resources = mirrorResources(document);
  const addresses = new Set(resources.map(addressOf));
  const former = previous ? mirrorResources(previous).map(addressOf) : [];
  const removed = [...new Set([...former, ...forgotten])].filter((address) => !addresses.has(address)).sort();
  const head = `# ${document.name}: written by \`vaultwright export terraform\`. Edits are lost.\n\n`;
  const file = (blocks: readonly HclBlock[]): string => head + blocks.map((block) => hclText(block)).join('\n');
  const entries = resources.filter(({ kind }) => kind === 'entry');
  const access = resources.filter(({ kind }) => kind !== 'entry');
  const files: [string, string][] = [
    ['access.tf', file(access.map(blockOf))],
    ['entries.tf', file([...ephemeralsOf(entries), ...entries.map(blockOf)])],
    ['imports.tf', file(access.flatMap(importOf))],
    ...(removed.length > 0 ? [['removed.tf', file(removed.map(removalOf))] as [string, string]] : []),
    ['variables.tf', file(variablesOf(requiredInputs(document)))],
    ['versions.tf', file([versions])],
  ];
  return { resources, removed, files: new Map(files) };
}

const versions: HclBlock = {
  type: 'terraform',
  // Write-only attributes and ephemeral resources; of OpenTofu as of Terraform.
  attributes: { required_version: '>= 1.11' },
  blocks: [
    {
      type: 'required_providers',
      attributes: {
        random: { source: 'hashicorp/random', version: '>= 3.7' },
        vault: { source: 'hashicorp/vault', version: '>= 5.10' },
      },
    },
  ],
};

/** Names of the values without which no plan is made, sorted. */
function requiredInputs({ keys }: EnvironmentDocument): string[] {
  const names = Object.values(keys).flatMap(({ recipe }) =>
    recipe?.type === 'upstream' && recipe.required ? [recipe.name] : [],
  );
  return [...new Set(names)].sort();
}

const variablesOf = (inputs: readonly string[]): readonly HclBlock[] => [
  {
    type: 'variable',
    labels: ['existing'],
    attributes: {
      description:
        'Import ids of what is in Vault already: engines, auth methods, policies and roles are imported; entries, as MOUNT/data/PATH, are left to whoever wrote them.',
      type: new Expression('set(string)'),
      default: [],
    },
  },
  {
    type: 'variable',
    labels: ['external'],
    attributes: {
      description: 'External values by their names in the upstream store.',
      type: new Expression('map(string)'),
      default: {},
      ephemeral: true,
      sensitive: true,
    },
    blocks: inputs.map((name) => ({
      type: 'validation',
      attributes: {
        condition: new Expression(`contains(keys(var.external), ${quoted(name)})`),
        error_message: `The variable external lacks ${quoted(name)}, a required value.`,
      },
    })),
  },
  {
    type: 'variable',
    labels: ['external_versions'],
    attributes: {
      description:
        'The version in Vault that a copy of an external value becomes, by the id of its entry: one more than the newest one, whose check-and-set guards it. An optional entry that is not named is not made.',
      type: new Expression('map(number)'),
      default: {},
    },
  },
];

function blockOf({ type, name, attributes, ignored = [] }: MirrorResource): HclBlock {
  return {
    type: 'resource',
    labels: [type, name],
    attributes,
    blocks: [
      {
        type: 'lifecycle',
        attributes: {
          ...(ignored.length > 0 && { ignore_changes: ignored.map((each) => new Expression(each)) }),
          prevent_destroy: true,
        },
      },
    ],
  };
}

/** What several entries are made of stands once. */
function ephemeralsOf(entries: readonly MirrorResource[]): readonly HclBlock[] {
  const found = new Map<string, HclBlock>();
  for (const block of entries.flatMap(({ ephemeral = [] }) => ephemeral))
    found.set((block.labels ?? []).join('.'), block);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, block]) => block);
}

/** Only what is said to be there: Terraform fails on an import of nothing. */
function importOf(resource: MirrorResource): HclBlock[] {
  const { importId } = resource;
  if (importId === undefined) return [];
  return [
    {
      type: 'import',
      attributes: {
        for_each: new Expression(`setintersection([${JSON.stringify(importId)}], var.existing)`),
        to: new Expression(addressOf(resource)),
        id: new Expression('each.value'),
      },
    },
  ];
}

const removalOf = (address: string): HclBlock => ({
  type: 'removed',
  attributes: { from: new Expression(address) },
  blocks: [{ type: 'lifecycle', attributes: { destroy: false } }],
});

/** Returns the addresses that a file of removed blocks names. */
export const removedIn = (text: string): string[] =>
  [...text.matchAll(/^ {2}from = ([a-z0-9_]+\.[A-Za-z0-9_-]+)$/gm)].map(([, address = '']) => address);
