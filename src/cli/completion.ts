import type { Command, Option } from 'commander';
import { healthKinds } from '../exports/health-checks.ts';
import { allRules } from '../guardrails/engine/registry.ts';
import { ConfigurationError, type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import type { CommandEntry } from './command-entry.ts';
import type { Invocation } from './invocation.ts';

interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** What may stand where the command takes an argument; files where nothing is listed. */
  readonly words: readonly string[];
  /** Whether files may stand there as well. */
  readonly takesFiles: boolean;
}

const shells: Readonly<Record<string, (described: readonly CompletedCommand[]) => string>> = { bash, zsh, fish };

const words: Readonly<Record<string, readonly string[]>> = {
  explain: allRules.map(({ id }) => id),
  health: healthKinds,
  completion: Object.keys(shells),
};

/** Defines `vaultwright completion`. */
export function define(
  command: Command,
  invocation: Invocation,
  finish: (status: ExitStatus) => void,
  all: readonly CommandEntry[],
): void {
  command
    .argument('<shell>', `one of ${Object.keys(shells).join(', ')}`)
    .addHelpText(
      'after',
      `
Examples:
  source <(vaultwright completion bash)
  vaultwright completion zsh > "\${fpath[1]}/_vaultwright"
  vaultwright completion fish > ~/.config/fish/completions/vaultwright.fish`,
    )
    .action(async (shell: string) => {
      const print = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
      if (!print) throw new ConfigurationError([unknownShell(shell)]);
      invocation.out(print(await describe(command, invocation, all)));
      finish(exitStatus.clean);
    });
}

async function describe(
  command: Command,
  invocation: Invocation,
  all: readonly CommandEntry[],
): Promise<CompletedCommand[]> {
  return Promise.all(
    all.map(async ({ name, summary, load }) => {
      const described = command.createCommand(name);
      (await load()).define(described, invocation, () => {}, all);
      const steps = described.commands.map((step) => step.name());
      // Several steps have the same options.
      const options = [described, ...described.commands].flatMap((each) => each.options);
      const byFlag = new Map(options.map((option) => [option.long ?? option.flags, option] as const));
      const known = words[name] ?? [];
      const takesFiles = known.length === 0;
      return { name, summary, options: [...byFlag.values()], words: [...known, ...steps], takesFiles };
    }),
  );
}

const flags = ({ long, short }: Option): string[] =>
  [long, short].filter((flag) => flag !== null && flag !== undefined);

function bash(described: readonly CompletedCommand[]): string {
  const choices = described.flatMap(({ options }) =>
    options.flatMap((option) =>
      option.argChoices
        ? [
            `    ${flags(option).join('|')}) COMPREPLY=($(compgen -W '${option.argChoices.join(' ')}' -- "$word")); return ;;`,
          ]
        : [],
    ),
  );
  const cases = described.map(({ name, options, words, takesFiles }) => {
    const all = [...options.flatMap(flags), '--help', ...words].join(' ');
    return `    ${name}) COMPREPLY=($(compgen -W '${all}'${takesFiles ? ' -f' : ''} -- "$word")) ;;`;
  });
  return [
    '_vaultwright() {',
    `  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"`,
    '  case "$previous" in',
    ...choices,
    '  esac',
    `  case "\${COMP_WORDS[1]}" in`,
    ...cases,
    `    *) COMPREPLY=($(compgen -W '${described.map(({ name }) => name).join(' ')} help --help --version' -- "$word")) ;;`,
    '  esac',
    '}',
    'complete -o filenames -F _vaultwright vaultwright',
    '',
  ].join('\n');
}

function zsh(described: readonly CompletedCommand[]): string {
  const quoted = (text: string): string =>
    text.replaceAll("'", "'\\''").replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');
  const cases = described.map(({ name, options, words }) => {
    const specs = options.flatMap((option) =>
      flags(option).map((flag) => {
        const argument =
          option.required || option.optional
            ? `:value:${option.argChoices ? `(${option.argChoices.join(' ')})` : '_files'}`
            : '';
        return `'${flag}[${quoted(option.description)}]${argument}'`;
      }),
    );
    const rest = words.length > 0 ? `'*:word:(${words.join(' ')})'` : `'*:file:_files'`;
    return `    ${name}) _arguments ${[...specs, rest].join(' ')} ;;`;
  });
  return [
    '#compdef vaultwright',
    '_vaultwright() {',
    '  local -a commands',
    `  commands=(${described.map(({ name, summary }) => `'${name}:${quoted(summary)}'`).join(' ')})`,
    '  if (( CURRENT == 2 )); then _describe command commands; return; fi',
    `  local command="\${words[2]}"`,
    '  shift words; (( CURRENT-- ))',
    '  case "$command" in',
    ...cases,
    '  esac',
    '}',
    'if [ "$funcstack[1]" = _vaultwright ]; then _vaultwright "$@"; else compdef _vaultwright vaultwright; fi',
    '',
  ].join('\n');
}

function fish(described: readonly CompletedCommand[]): string {
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = described.flatMap(({ name, summary, options, words }) => [
    `complete -c vaultwright -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...options.map((option) => {
      const short = option.short ? ` -s ${option.short.slice(1)}` : '';
      const value = option.argChoices ? ` -x -a ${quoted(option.argChoices.join(' '))}` : option.required ? ' -r' : '';
      const long = option.long ? ` -l ${option.long.slice(2)}` : '';
      return `complete -c vaultwright -n '__fish_seen_subcommand_from ${name}'${long}${short}${value} -d ${quoted(option.description)}`;
    }),
    ...(words.length > 0
      ? [`complete -c vaultwright -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words.join(' '))}`]
      : []),
  ]);
  return `${lines.join('\n')}\n`;
}

const unknownShell = (shell: string) => ({
  code: 'VW2006',
  severity: 'error' as const,
  what: `There is no completion for the shell "${shell}"`,
  why: 'Each shell has its own language for it.',
  fix: `Shells are ${Object.keys(shells).join(', ')}.`,
  place: {},
});
