import { pathsOfPart } from '../../../model/documents/fixture-map.ts';
import { EntryJudge } from '../../reconcile/entry/entry-judge.ts';
import { type EntryObserver, entryProblem, planOfKey, settleEntry } from '../../reconcile/entry.ts';
import { reconcileAccess } from '../../reconcile/reconcile-access.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { type DeclaredEntry, entryLayers } from '../../values/declared-entries.ts';
import { type ExternalValues, readExternalValues } from '../../values/external-values.ts';
import { makeSeed } from '../../values/generate-value.ts';
import { placeholdersOf } from '../../values/placeholders.ts';
import { findSeed, keepSeed } from '../../values/seed.ts';
import type { BootstrapRun } from './bootstrap-run.ts';
import { verify } from './verify.ts';

/** Requests at once; beyond this Vault on raft gets no faster. */
const entriesAtOnce = 32;

/**
 * Brings engines, auth method, policies, roles and keys of an open Vault to what the documents say.
 * @throws VW5001–VW5004 where what stands in Vault is not known; states of single keys become findings of the
 * run
 */
export async function configure(run: BootstrapRun): Promise<void> {
  const { accessMap, settings, journal } = run;
  const missing = await reconcileAccess(accessMap, settings.kubernetesHost, run, journal);
  run.findings.push(...missing.defects);
  await settleEntries(run, await externalValues(run), missing.mounts);
  await verify(run);
}

async function externalValues(run: BootstrapRun): Promise<ExternalValues> {
  const { settings, fixtureMap, journal } = run;
  journal.enter('upstream');
  return readExternalValues({
    ...run,
    environment: settings.environment,
    entries: fixtureMap.entries,
    namespace: settings.namespace,
    backfill: settings.backfill,
    openUpstream: (readSecret) => run.openUpstream(readSecret),
    note: (target, reason) => journal.step({ phase: 'upstream', action: 'read', target, outcome: 'kept', reason }),
  });
}

/** Settles entries layer by layer, so that a composed value is made from what really stands in Vault. */
async function settleEntries(
  run: BootstrapRun,
  external: ExternalValues,
  /** Mounts that are not there yet, as in a dry run. */
  missing: ReadonlySet<string>,
): Promise<void> {
  const { fixtureMap, settings, journal, deadline } = run;
  journal.enter('fixtures');
  let seed: Promise<string> | undefined;
  const judge = new EntryJudge({
    access: run,
    fixtureMap,
    placeholders: placeholdersOf(settings),
    external,
    seed: () => {
      seed ??= seedOf(run, external.local);
      return seed;
    },
    isMounted: (store) => !missing.has(judge.engines.reader(store)?.mount ?? ''),
  });
  const observer = observerOf(run);
  const layers = entryLayers(fixtureMap);
  const parts = partsIn(layers);
  const isWanted = ({ keys }: DeclaredEntry): boolean =>
    keys.some(({ id, fixture }) => fixture.recipe || external.backfill.has(id) || parts.has(id));
  for (const layer of layers)
    await inParallel(layer.filter(isWanted), entriesAtOnce, (entry) =>
      settleEntry(entry, {
        engines: judge.engines,
        judge: (each) => judge.judge(each),
        note: (id, value) => judge.note(id, value),
        observer,
        deadline,
        isDryRun: journal.isDryRun,
      }),
    );
}

/** Ids from which values are composed: those of others are read for it. */
const partsIn = (layers: readonly (readonly DeclaredEntry[])[]): ReadonlySet<string> =>
  new Set(
    layers
      .flat()
      .flatMap(({ keys }) =>
        keys.flatMap(({ fixture: { recipe } }) =>
          recipe?.type === 'compose' ? recipe.parts.flatMap(pathsOfPart) : [],
        ),
      ),
  );

function observerOf({ journal, findings, settings }: BootstrapRun): EntryObserver {
  const { isDryRun } = journal;
  const outcome = isDryRun ? 'planned' : 'done';
  const step = { phase: 'fixtures', kind: 'key' } as const;
  return {
    written: (judgement) => {
      const { name: target, ...change } = planOfKey(judgement) ?? { name: judgement.key.id, action: 'write' };
      journal.step({ ...step, ...change, target, outcome });
    },
    marked: ({ key }) => journal.step({ ...step, action: 'mark', target: key.id, outcome }),
    kept: (target, reason) => journal.step({ ...step, action: 'keep', target, outcome: 'kept', reason }),
    unchanged: (target) => journal.step({ ...step, action: 'write', target, outcome: 'unchanged' }),
    unmarked: (target) => {
      const reason = 'its custom metadata has no room for a marker, so the value counts as somebody else’s';
      journal.step({ ...step, action: 'mark', target, outcome: 'kept', reason });
    },
    failed: (code, target, action, reason) => {
      journal.step({ ...step, action, target, outcome: 'failed', reason });
      findings.push(entryProblem(code, settings.environment, target, reason));
    },
  };
}

/** The seed; made and kept where none is there. */
async function seedOf(run: BootstrapRun, local: ExternalValues['local']): Promise<string> {
  const { journal, settings, givenSeed, identity } = run;
  const { namespace, upstream, seedSecret: keptSecret } = settings;
  const places = {
    ...run,
    namespace,
    given: givenSeed,
    localSecret: upstream.type === 'local' ? upstream.secret : undefined,
    keptSecret,
  };
  const { seed: found, reason } = await findSeed(places, local);
  if (found === undefined && journal.isDryRun) {
    // The values of a plan are not shown, so any seed will do.
    journal.step({ phase: 'fixtures', kind: 'credentials', action: 'make a seed', outcome: 'planned', reason });
    return makeSeed();
  }
  const seed = found ?? (await keepSeed(places, settings.name, identity));
  const outcome = journal.isDryRun ? 'planned' : 'done';
  journal.step({ phase: 'fixtures', action: 'use the seed', outcome, reason });
  return seed;
}
