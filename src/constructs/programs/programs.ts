import { bootstrapProgram } from './bootstrap.ts';
import { configureProgram } from './configure.ts';
import { smokeProgram } from './smoke.ts';

/**
 * Every program that runs in the cluster. Another one is an entry here, with what it needs, and
 * `src/lifecycle/programs/<name>.ts`, which rendering and the published library bundle by its name.
 */
export const programs = { bootstrap: bootstrapProgram, configure: configureProgram, smoke: smokeProgram } as const;

export type ProgramName = keyof typeof programs;
export const programNames = Object.keys(programs) as readonly ProgramName[];

/** Settings of a program. */
export type SettingsOf<N extends ProgramName> = Parameters<(typeof programs)[N]['rules']>[0];
