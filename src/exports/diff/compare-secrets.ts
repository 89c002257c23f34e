import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { isObject } from '../../model/json-record.ts';
import type { RenderedObject } from '../rendered/rendered-object.ts';
import type { RenderedEnvironment } from '../rendered/rendered-side.ts';
import { type Change, type Consequence, change, type LocalChange, list, match, person, restart } from './change.ts';
import { differingPaths, fieldAt, fieldsAt, isSame } from './field-paths.ts';

type Placement = EnvironmentDocument['placements'][number];
type Delivered = EnvironmentDocument['delivered'][number];

/** Names a Secret; the namespace is left out where it is that of the environment. */
export const secretName = (
  { namespace }: EnvironmentDocument,
  secret: { readonly name: string; readonly namespace?: string | undefined; readonly selector?: unknown },
): string => {
  if (secret.selector !== undefined) return `Secret ${secret.name} of selected namespaces`;
  return secret.namespace === namespace || secret.namespace === undefined
    ? `Secret ${secret.name}`
    : `Secret ${secret.namespace}/${secret.name}`;
};

const subjectOf = (document: EnvironmentDocument, { secret, namespace, namespaceSelector }: Placement): string =>
  secretName(document, { name: secret, namespace, selector: namespaceSelector });

// The environment's own namespace has one name, so that a move of all of it is not a change of each Secret.
const bySecret = ({ placements, namespace: own }: EnvironmentDocument): ReadonlyMap<string, Placement> =>
  new Map(
    placements.map((placement) => {
      const { secret, namespace, namespaceSelector } = placement;
      const place = namespaceSelector ? JSON.stringify(namespaceSelector) : namespace === own ? '' : namespace;
      return [`${secret}\0${place}`, placement];
    }),
  );

/**
 * Returns what is otherwise with the Secrets that the operator writes.
 * @param readers who reads each Secret afterwards
 */
export function compareSecrets(
  before: RenderedEnvironment,
  after: RenderedEnvironment,
  readers: ReadonlyMap<string, readonly string[]>,
): LocalChange[] {
  const { added, removed, kept } = match(bySecret(before.document), bySecret(after.document));
  // One key takes the place of another one, which is what a new name looks like.
  const isReplaced = (from: string, to: string): boolean =>
    after.document.keys[from] === undefined &&
    before.document.keys[to] === undefined &&
    after.document.keys[to]?.recipe?.type === 'generate';
  const restarts = (secret: string): Consequence[] =>
    (readers.get(secret) ?? []).map((reader) => restart(`${reader} reads Secret ${secret}; it needs the new content`));
  return [
    ...added.map(([, placement]) =>
      change(
        'secret-added',
        subjectOf(after.document, placement),
        `${placement.component} brings it with the keys ${list(placement.keys.map(({ name }) => name))}`,
      ),
    ),
    ...removed.map(([, placement]) => removal(placement, before, readers)),
    ...kept.flatMap(({ before: old, after: now }) => {
      const subject = subjectOf(after.document, now);
      const starts = (from: string, to: string): Consequence[] =>
        isReplaced(from, to)
          ? [person(`${to} starts with a value of its own; copy that of ${from} to it first if it must stay the same`)]
          : [];
      const keys = compareKeys(old, now, subject, restarts(now.secret), starts);
      const rekeyed = new Set(keys.map(({ key }) => key));
      return [
        ...placed(old, now, subject),
        ...keys.map(({ change: each }) => each),
        ...compareObjects(objectOf(before, old), objectOf(after, now), subject, rekeyed, restarts(now.secret)),
      ];
    }),
  ];
}

function removal(
  placement: Placement,
  before: RenderedEnvironment,
  readers: ReadonlyMap<string, readonly string[]>,
): LocalChange {
  const subject = subjectOf(before.document, placement);
  const stays = fieldAt(objectOf(before, placement), 'spec', 'target', 'creationPolicy') === 'Orphan';
  const fate = stays ? 'it stays in the cluster, written by nobody' : 'it is deleted with its ExternalSecret';
  // Read in what comes, by a name that nothing brings any more.
  const left = readers.get(placement.secret) ?? [];
  const follows = left.map((reader) =>
    person(`${reader} still reads ${subject}; take the reference out, or keep the Secret`),
  );
  return change('secret-removed', subject, `${placement.component} brought it; ${fate}`, follows);
}

function placed(old: Placement, now: Placement, subject: string): LocalChange[] {
  const changes: LocalChange[] = [];
  if (old.component !== now.component)
    changes.push(change('secret-component', subject, `from ${old.component} to ${now.component}`));
  if (old.externalSecret !== now.externalSecret) {
    const what = `by ${now.externalSecret} instead of ${old.externalSecret}`;
    const takes = `The new ExternalSecret ${now.externalSecret} is refused ${subject} until ${old.externalSecret} is pruned, which deletes the Secret: let readers wait`;
    changes.push(change('secret-external-secret', subject, what, [person(takes)]));
  }
  return changes;
}

function compareKeys(
  old: Placement,
  now: Placement,
  subject: string,
  restarts: readonly Consequence[],
  starts: (from: string, to: string) => readonly Consequence[],
): { readonly key: string; readonly change: LocalChange }[] {
  const keysOf = ({ keys }: Placement) => new Map(keys.map(({ name, from }) => [name, from]));
  const { added, removed, kept } = match(keysOf(old), keysOf(now));
  const source = (from: readonly string[]): string => (from.length === 0 ? 'a text without Vault keys' : list(from));
  return [
    ...added.map(([key, from]) => ({
      key,
      change: change('secret-key-added', subject, `${key}, made of ${source(from)}`),
    })),
    ...removed.map(([key]) => ({
      key,
      change: change('secret-key-removed', subject, key, restarts),
    })),
    ...kept
      .filter(({ before, after }) => !isSame(before, after))
      .map(({ name, before, after }) => ({
        key: name,
        change: change(
          'secret-key-rekeyed',
          subject,
          `${name} is made of ${source(after)} instead of ${source(before)}`,
          [...(before.length === 1 && after.length === 1 ? starts(before[0] ?? '', after[0] ?? '') : []), ...restarts],
        ),
      })),
  ];
}

/** Finds the object that writes a placement. */
function objectOf({ objects }: RenderedEnvironment, placement: Placement): RenderedObject | undefined {
  const kind = placement.namespaceSelector ? 'ClusterExternalSecret' : 'ExternalSecret';
  return objects.find(
    (object) =>
      object.kind === kind &&
      object.metadata.name === placement.externalSecret &&
      (placement.namespaceSelector !== undefined || object.metadata.namespace === placement.namespace),
  );
}

const specOf = (object: RenderedObject | undefined) =>
  object?.kind === 'ClusterExternalSecret' ? fieldsAt(object, 'spec', 'externalSecretSpec') : fieldsAt(object, 'spec');

/** Compares what of an ExternalSecret the document does not say. */
function compareObjects(
  before: RenderedObject | undefined,
  after: RenderedObject | undefined,
  subject: string,
  rekeyed: ReadonlySet<string>,
  restarts: readonly Consequence[],
): LocalChange[] {
  if (!before || !after) return [];
  const [old, now] = [specOf(before), specOf(after)];
  const changes: LocalChange[] = [];
  const report = (kind: Change['kind'], paths: readonly string[], follows: readonly Consequence[] = []): void => {
    if (paths.length > 0) changes.push(change(kind, subject, list(paths), follows));
  };
  if (!isSame(old.secretStoreRef, now.secretStoreRef)) {
    const name = (spec: typeof old) =>
      `${fieldAt(spec, 'secretStoreRef', 'kind')} ${fieldAt(spec, 'secretStoreRef', 'name')}`;
    changes.push(change('secret-store', subject, `${name(now)} instead of ${name(old)}`));
  }
  if (!isSame(old.refreshInterval, now.refreshInterval))
    changes.push(change('secret-refresh', subject, `${now.refreshInterval} instead of ${old.refreshInterval}`));
  const policies = ['creationPolicy', 'deletionPolicy', 'immutable'];
  const [oldTarget, nowTarget] = [fieldsAt(old, 'target'), fieldsAt(now, 'target')];
  report(
    'secret-policy',
    policies.filter((field) => !isSame(oldTarget[field], nowTarget[field])).map((field) => `target.${field}`),
  );
  const template = differingPaths(oldTarget.template, nowTarget.template, 'template').filter(
    (path) => ![...rekeyed].some((key) => path === `template.data.${key}`),
  );
  // Labels and annotations are no content.
  report('secret-template', template, template.some((path) => !path.startsWith('template.metadata')) ? restarts : []);
  report('secret-key-fetched', fetchedOtherwise(old.data, now.data, rekeyed), restarts);
  const told = new Set(['data', 'secretStoreRef', 'refreshInterval', 'target']);
  const rest = (spec: typeof old) => Object.fromEntries(Object.entries(spec).filter(([field]) => !told.has(field)));
  const without = (target: typeof old) =>
    Object.fromEntries(Object.entries(target).filter(([field]) => ![...policies, 'template'].includes(field)));
  const labels = (object: RenderedObject) => ({
    metadata: { labels: object.metadata.labels ?? {}, annotations: object.metadata.annotations ?? {} },
  });
  report(
    'secret-other',
    [
      ...differingPaths({ ...labels(before), ...rest(old) }, { ...labels(after), ...rest(now) }),
      ...differingPaths(without(oldTarget), without(nowTarget), 'target'),
    ].filter((path) => path !== 'target.name' && !isOfComponent(path)),
  );
  return changes;
}

/** Labels and annotations that say the component, its phase and its owner, which have lines of their own. */
const isOfComponent = (path: string): boolean =>
  /^metadata\.(?:labels|annotations)\.(?:app\.kubernetes\.io\/part-of|vaultwright\.io\/(?:phase|owner))$/.test(path);

function fetchedOtherwise(before: unknown, after: unknown, rekeyed: ReadonlySet<string>): string[] {
  const byKey = (data: unknown) =>
    new Map((Array.isArray(data) ? data.filter(isObject) : []).map((item) => [String(item.secretKey), item]));
  const identity = /^remoteRef\.(?:key|property)$/;
  return match(byKey(before), byKey(after)).kept.flatMap(({ name, before: old, after: now }) =>
    rekeyed.has(name)
      ? []
      : differingPaths(old, now)
          .filter((path) => !identity.test(path))
          .map((path) => `${name} (${path})`),
  );
}

/** Returns what is otherwise with the Secrets that others write. */
export function compareDelivered(before: RenderedEnvironment, after: RenderedEnvironment): LocalChange[] {
  const byName = ({ delivered, namespace }: EnvironmentDocument): ReadonlyMap<string, Delivered> =>
    new Map(delivered.map((each) => [`${each.name}\0${each.namespace === namespace ? '' : each.namespace}`, each]));
  const { added, removed, kept } = match(byName(before.document), byName(after.document));
  const subject = (secret: Delivered) => secretName(after.document, secret);
  return [
    ...added.map(([, secret]) =>
      change('delivered-added', subject(secret), `${secret.by} writes it with the keys ${list(secret.keys)}`),
    ),
    ...removed.map(([, secret]) => change('delivered-removed', subject(secret), `${secret.by} wrote it`)),
    ...kept
      .filter(({ before: old, after: now }) => !isSame({ ...old, namespace: '' }, { ...now, namespace: '' }))
      .map(({ before: old, after: now }) => {
        const parts = [
          ...(old.by === now.by ? [] : [`${now.by} writes it instead of ${old.by}`]),
          ...(isSame(old.keys, now.keys) ? [] : [`its keys are ${list(now.keys)} instead of ${list(old.keys)}`]),
        ];
        return change('delivered-changed', subject(now), parts.join('; ') || list(differingPaths(old, now)));
      }),
  ];
}
