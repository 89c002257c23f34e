import type { CeremonyRun } from './ceremony-run.ts';
import { sameServer } from './ceremony-run.ts';
import { receivedBy } from './receipt.ts';
import { type Capability, capabilityOf } from './server-observation.ts';

/** One step of a ceremony as it lies ahead. */
export interface PlannedStep {
  readonly step: string;
  readonly state: 'done' | 'open' | 'later';
  /** Who must be there. */
  readonly present: string;
  readonly what: string;
}

/** What lies ahead of a ceremony. */
export interface CeremonyPlan {
  readonly server: string;
  readonly generateRoot: string;
  readonly rotateRecovery: string;
  /** Phase at which a fresh rollout waits, and what is in it. */
  readonly waits: string;
  /** Names that the upstream store must hold before the configurator writes anything, sorted. */
  readonly inputs: readonly string[];
  readonly steps: readonly PlannedStep[];
}

/** Phase of Vault itself: nothing after it is applied before Vault is Ready. */
const vaultPhase = 150;

/**
 * Returns what a ceremony will do, who must be present at which step, and at which phase a fresh rollout
 * waits meanwhile. It reads only, and needs no login.
 * @throws VW5001, VW5002, VW5236
 */
export async function planCeremony(run: CeremonyRun): Promise<CeremonyPlan> {
  const { document, folder } = run;
  const status = await sameServer(run);
  const serves = status.isInitialised && !status.isSealed;
  const able = async (kind: 'generate-root' | 'rotate-recovery'): Promise<string> =>
    serves ? spelled(await capabilityOf(run, kind)) : 'known once Vault is initialised';
  const components = document.components.filter(({ phase }) => phase > vaultPhase);
  const waits = status.isInitialised
    ? 'Vault is initialised: the rollout does not wait for the ceremony'
    : `a fresh rollout waits at phase ${vaultPhase} until \`init\` is done, and goes on by itself; ${components.length} components come after it`;
  return {
    server: `${status.version}, seal ${status.seal}, ${status.isInitialised ? 'initialised' : 'not initialised'}`,
    generateRoot: await able('generate-root'),
    rotateRecovery: await able('rotate-recovery'),
    waits,
    inputs: requiredInputs(document.keys),
    steps: stepsOf(folder, receivedBy(run).length),
  };
}

/** Names of the values without which the configurator ends before it writes anything (VW5012). */
function requiredInputs(keys: CeremonyRun['document']['keys']): string[] {
  const names = Object.values(keys).flatMap(({ recipe }) =>
    recipe?.type === 'upstream' && recipe.required ? [recipe.name] : [],
  );
  return [...new Set(names)].sort();
}

function stepsOf(folder: CeremonyRun['folder'], receipts: number): PlannedStep[] {
  const { custody, rootHolder } = folder.state;
  const names = custody?.custodians.map(({ name }) => name).join(', ') ?? 'every custodian, to read out a fingerprint';
  const threshold = custody?.threshold ?? 'the threshold of';
  const holder = rootHolder?.name ?? 'the holder of the root token';
  const isReceived = custody !== undefined && receipts >= custody.threshold;
  const steps: (Omit<PlannedStep, 'state'> & { readonly isDone: boolean })[] = [
    {
      step: 'init',
      isDone: folder.last('init', 'done') !== undefined,
      present: `officer, ${names}`,
      what: 'Vault makes the recovery key in encrypted shares, and an encrypted root token',
    },
    {
      step: 'receipt',
      isDone: isReceived,
      present: `each custodian (${threshold} at least before the root token is revoked)`,
      what: 'the custodian’s own gpg decrypts the share, which proves that it can',
    },
    {
      step: 'handover',
      isDone: folder.last('handover', 'verified') !== undefined,
      present: `officer, ${holder}`,
      what: 'auth method, configurator’s role and policy, break-glass identities that are tried, bootstrap token',
    },
    {
      step: 'revoke-root',
      isDone: folder.last('revoke-root', 'done') !== undefined,
      present: `officer, ${holder}, a witness`,
      what: 'the root token ends; from here only the quorum makes another',
    },
    {
      step: 'verify',
      isDone: folder.last('verify', 'passed') !== undefined,
      present: 'officer with a break-glass identity',
      what: 'no root token, seal, audit devices, raft, policies and configuration are looked at',
    },
  ];
  const next = steps.findIndex(({ isDone }) => !isDone);
  return steps.map(({ isDone, ...step }, index) => ({
    ...step,
    state: isDone ? 'done' : index === next ? 'open' : 'later',
  }));
}

function spelled(capability: Capability): string {
  if (capability.kind === 'off') return 'not offered by this server';
  const { name, isOpenBao } = capability.endpoints;
  const how = capability.kind === 'without-token' ? 'with the shares alone' : 'with a token and the shares';
  return `${name}, ${how}${isOpenBao ? ', OpenBao’s: needs --bao' : ''}`;
}
