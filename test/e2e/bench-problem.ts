import { ConfigurationError } from '../../src/model/diagnostics/errors.ts';

interface Explanation {
  readonly why: string;
  readonly fix: string;
}

/** Every problem of the bench of real servers, by its stable code. */
export const benchProblems = {
  VW9001: {
    why: 'The servers of the end-to-end tests are built once from pinned Go modules.',
    fix: 'Install Go 1.26 or newer, or give ready binaries by the environment variables of test/e2e/README.md.',
  },
  VW9002: {
    why: 'Without the program no end-to-end test can run, and a skipped test would look like a passed one.',
    fix: 'Read the output of the build above; a machine without access to the module proxy needs the binaries by environment variable.',
  },
  VW9003: {
    why: 'A test against another version says nothing about the version that the platform runs.',
    fix: 'Give a binary of the pinned version, or unset the variable and let the pinned module be built.',
  },
  VW9004: {
    why: 'The rendered service names and ports, and the mounts of Pods, exist only inside a namespace of the bench.',
    fix: 'Run `npm run test:e2e` on Linux where unprivileged user namespaces are allowed.',
  },
  VW9005: {
    why: 'Tests against a server that is not up fail for the wrong reason.',
    fix: 'Read the last lines of its log above; VAULTWRIGHT_E2E_KEEP=1 keeps all logs.',
  },
  VW9006: {
    why: 'A process or mount that stays would change the next test.',
    fix: 'Report it as a defect of the bench, with the list above.',
  },
  VW9007: {
    why: 'What the bench does not imitate must not be silently left out of a Pod.',
    fix: 'Teach test/e2e/pods the field, or leave it out of the manifest.',
  },
  VW9008: {
    why: 'The servers refused a request that the test depends on.',
    fix: 'Compare the request with the answer above.',
  },
  VW9009: {
    why: 'A server that was left over would answer in place of the one just started, with the state of another test.',
    fix: 'Stop what listens there; in a namespace of the bench that is a bench of the same file that was not stopped.',
  },
  VW9010: {
    why: 'A file runs as soon as the programs that it needs are built, and finds no others.',
    fix: 'Name the program in a line of the file: `// e2e: needs external-secrets`.',
  },
} as const satisfies Record<string, Explanation>;
export type BenchProblemCode = keyof typeof benchProblems;

/**
 * Makes the error of the bench with the given code; `what` names the program, server or object and never
 * holds a value of a Secret.
 */
export function benchProblem(code: BenchProblemCode, what: string): ConfigurationError {
  return new ConfigurationError([
    { code, severity: 'error', what, ...benchProblems[code], place: { position: { file: 'test/e2e', line: 1 } } },
  ]);
}
