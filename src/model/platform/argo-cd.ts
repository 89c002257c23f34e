import { z } from 'zod';
import { argoCdPathsSchema } from './argo-cd-paths.ts';
import { objectName } from './object-name.ts';
import { firstPhase, isPhase, lastPhase } from './phase.ts';

const phase = z.int().refine(isPhase, `must be a phase from ${firstPhase} to ${lastPhase}`);
const url = z.string().regex(/^\S+$/, 'must be an address without spaces');
/** Git URLs may hold a user and a password, and then end up in every Application. */
const repoURL = url.refine(
  (text) => !URL.canParse(text) || new URL(text).password === '',
  'must not hold a credential',
);

/** One sync option, `Name=value`. */
const syncOption = z.string().regex(/^[A-Za-z]+=[^\s=]+$/, 'must be written Name=value');
/** Names that a list of sync options names twice. */
const twice = (options: readonly string[]): string[] => {
  const names = options.map((option) => option.split('=', 1)[0] ?? '');
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
};
/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
const syncOptions = z
  .array(syncOption)
  .readonly()
  .superRefine((options, context) => {
    for (const name of twice(options))
      context.addIssue({ code: 'custom', message: `${name} is named twice, so nobody knows which holds` });
  });

const texts = z.array(z.string().min(1)).min(1).readonly();

/** Whether a difference that is ignored may be in what a Secret holds. */
const isAboutSecretData = (difference: {
  readonly kind: string;
  readonly jsonPointers?: readonly string[] | undefined;
  readonly jqPathExpressions?: readonly string[] | undefined;
  readonly managedFieldsManagers?: readonly string[] | undefined;
}): boolean => {
  if (difference.kind !== 'Secret' && difference.kind !== '*') return false;
  const harmless = /^\/(metadata|type|immutable)(\/|$)/;
  const isHarmlessQuery = /^\.(metadata|type|immutable)\b[^,|]*$/;
  return (
    (difference.jsonPointers ?? []).some((pointer) => !harmless.test(pointer)) ||
    (difference.jqPathExpressions ?? []).some((query) => !isHarmlessQuery.test(query)) ||
    difference.managedFieldsManagers !== undefined
  );
};

/**
 * A difference that does not count, so that an Application becomes Synced although a controller writes a
 * field.
 *
 * What a Secret holds is refused: a drift there must be seen.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
 */
const ignoredDifference = z
  .strictObject({
    /** @default the core group */
    group: z.string().optional(),
    kind: z.string().min(1),
    name: objectName.optional(),
    namespace: objectName.optional(),
    jsonPointers: z.array(z.string().regex(/^\//, 'must begin with a slash')).min(1).readonly().optional(),
    jqPathExpressions: texts.optional(),
    managedFieldsManagers: texts.optional(),
  })
  .refine(
    ({ jsonPointers, jqPathExpressions, managedFieldsManagers }) =>
      (jsonPointers ?? jqPathExpressions ?? managedFieldsManagers) !== undefined,
    'names no field',
  )
  .refine((difference) => !isAboutSecretData(difference), 'must not cover what a Secret holds');
const ignoredDifferences = z.array(ignoredDifference).readonly();

/** A chart of a component, in Git or in a registry of charts. */
const chart = z
  .strictObject({
    /** @default the GitOps repository, for a chart that is a folder there */
    repoURL: repoURL.optional(),
    /** Folder of the chart in a Git repository. */
    path: z.string().min(1).optional(),
    /** Name of the chart in a registry. */
    chart: z.string().min(1).optional(),
    /** Version of the chart, or revision of its repository. @default the revision of the GitOps repository */
    version: z.string().min(1).optional(),
    /** @default false */
    skipCrds: z.boolean().optional(),
  })
  .refine(({ path, chart: name }) => (path === undefined) !== (name === undefined), 'needs either path or chart')
  .refine(
    ({ chart: name, repoURL: from, version }) => name === undefined || (from !== undefined && version !== undefined),
    'needs repoURL and version for a chart of a registry',
  );

/** Schema of what a component says of its Application. */
export const componentArgoCdSchema = z.strictObject({
  /** Name under which Argo CD knows it, after that of the environment. @default the name of the component */
  name: objectName.optional(),
  /** Its Helm chart, which gets the component's values. @default none: only its manifests are applied */
  chart: chart.optional(),
  /** Over those of all Applications, by name. @default none */
  syncOptions: syncOptions.default([]),
  /** Besides those of all Applications. @default none */
  ignoreDifferences: ignoredDifferences.default([]),
  /** Wave of an earlier tooling, kept as a label. @default that of the phase's step, if any */
  wave: z.int().min(0).optional(),
});
/** What a component says of its Application. */
export type ComponentArgoCd = z.input<typeof componentArgoCdSchema>;
/** What a component says of its Application, with every default filled in. */
export type ResolvedComponentArgoCd = z.output<typeof componentArgoCdSchema>;

const duration = z.string().regex(/^\d+(s|m|h)$/, 'must be a number of s, m or h');
/**
 * How a sync that failed is tried again.
 * @see
 * https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-retry-refresh-on-new-revisions
 */
const retry = z.strictObject({
  /** How often. */
  limit: z.int().min(0).default(10),
  /** How long it waits: `duration`, then `factor` times as long each time, at most `maxDuration`. */
  backoff: z
    .strictObject({
      duration: duration.default('5s'),
      factor: z.int().min(1).default(2),
      maxDuration: duration.default('3m'),
    })
    .prefault({}),
  /**
   * Whether each attempt takes the newest commit. Without it a remedy in Git waits until the attempts at the
   * broken commit are used up. Argo CD knows it since 3.2, and earlier ones refuse the ApplicationSet.
   */
  refresh: z.boolean().default(true),
});

/** Schema of how a platform is rolled out by Argo CD. */
export const argoCdSchema = z.strictObject({
  /** The GitOps repository into which the output is published. */
  repoURL,
  /** Branch, tag or commit of it. */
  revision: z.string().min(1).default('main'),
  /** Namespace of Argo CD, where its ApplicationSets stand. */
  namespace: objectName.default('argocd'),
  /** AppProject of all Applications. */
  project: objectName.default('default'),
  /** Addresses of clusters other than the one in which Argo CD runs. @default its own cluster */
  destinations: z.record(z.string(), url).default({}),
  paths: argoCdPathsSchema.prefault({}),
  /**
   * Names of parts of the platform, each with the phase with which it begins.
   * @default the first step of a component's folder, `foundation` or `services`
   */
  domains: z.record(objectName, phase).default({}),
  /**
   * How many Applications of a phase may change at once; a phase that is not listed has no limit. Only phases
   * in which there is an Application become steps.
   */
  steps: z
    .array(
      z.strictObject({
        phase,
        /** A number or a percentage; 0 holds the step until a person syncs it. @default all at once */
        maxUpdate: z.union([z.int().min(0), z.string().regex(/^(100|[1-9]?\d)%$/)]).optional(),
        /** Wave of an earlier tooling, kept as a label. */
        wave: z.int().min(0).optional(),
      }),
    )
    .readonly()
    .default([])
    .superRefine((steps, context) => {
      const phases = steps.map((step) => step.phase);
      for (const [index, value] of phases.entries())
        if (phases.indexOf(value) !== index)
          context.addIssue({ code: 'custom', path: [index, 'phase'], message: `phase ${value} is listed twice` });
    }),
  /**
   * Environments whose Helm values stand over those of another one, by its name: `{ local: 'dev' }` gives a
   * chart in `local` what is shared, what `dev` adds, and what differs in `local`.
   * @default each environment stands over what is shared
   */
  overlays: z.record(z.string(), z.string()).default({}),
  /** Options of every Application. */
  syncOptions: syncOptions.default(['CreateNamespace=true', 'RespectIgnoreDifferences=true']),
  /** Differences that count in no Application. @default none */
  ignoreDifferences: ignoredDifferences.default([]),
  retry: retry.prefault({}),
  /**
   * Kinds whose health Argo CD judges by the checks of `vaultwright health` instead of its own, or `false`
   * for none. @default every kind that has one
   */
  healthChecks: z.union([z.literal(false), z.array(z.string().min(1)).min(1).readonly()]).optional(),
});
/** How a platform is rolled out by Argo CD, with every default filled in. */
export type ArgoCdSettings = z.output<typeof argoCdSchema>;
