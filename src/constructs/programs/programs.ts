import { bootstrapProgram } from './bootstrap.ts';
import { configureProgram } from './configure.ts';
import { preflightProgram } from './preflight.ts';
import { smokeProgram } from './smoke.ts';
import { snapshotProgram } from './snapshot.ts';

/**
 * Every program that runs in the cluster. Another one is an entry here, with what it needs, and
 * `src/lifecycle/programs/<name>.ts`, which rendering and the published library bundle by its name.
 */
export const programs = {
  bootstrap: bootstrapProgram,
  configure: configureProgram,
  preflight: preflightProgram,
  smoke: smokeProgram,
  snapshot: snapshotProgram,
} as const;

export type ProgramName = keyof typeof programs;

/** Programs of single containers in the Pods of others: they need no rights, and stand in the container. */
const containerPrograms = ['database-guard'] as const;

/** Every program that is bundled. */
export type BundledName = ProgramName | (typeof containerPrograms)[number];
export const bundledNames: readonly BundledName[] = [...(Object.keys(programs) as ProgramName[]), ...containerPrograms];

/** Settings of a program. */
export type SettingsOf<N extends ProgramName> = Parameters<(typeof programs)[N]['rules']>[0];
