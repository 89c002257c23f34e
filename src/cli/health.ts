import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { healthChecks, healthKinds, healthScript } from '../exports/health-checks.ts';
import { healthConfigMap, healthValues } from '../exports/health-customizations.ts';
import { nearestName } from '../guardrails/indexing/nearest-name.ts';
import { ConfigurationError, type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { emitYaml } from '../rendering/yaml-emitter.ts';
import type { Invocation } from './invocation.ts';
import { table } from './table.ts';
import { writeWhereAsked } from './write-where-asked.ts';

const formats = ['text', 'values', 'config-map', 'json'] as const;

interface HealthOptions {
  readonly format: (typeof formats)[number];
  readonly output?: string;
}

const help = `
Prints the health checks that Argo CD needs beside its own: Lua, without any library that must be allowed first. Each replaces a check that
calls something Healthy too early, or never Degraded; without a KIND, all are meant. It works offline.
  text         the kinds, and why each has a check
  values       values of the Helm chart argo-cd: configs.cm
  config-map   a ConfigMap argocd-cm, which \`argocd admin settings resource-overrides health\` takes, too
  json         a list with group, kind, reason and script

Examples:
  vaultwright health
  vaultwright health --format values > argocd-health.yaml
  vaultwright health ExternalSecret PushSecret --format config-map
Exit status: 0 printed, 2 wrong usage.`;

/** Defines `vaultwright health`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command
    .argument('[kind...]', 'kinds of objects, such as ExternalSecret')
    .addOption(new Option('--format <format>', 'how to print them').choices(formats).default('text'))
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', help)
    .action((kinds: readonly string[], { format, output }: HealthOptions) => {
      const text = printed(kinds.length === 0 ? healthKinds : known(kinds), format);
      if (output === undefined) invocation.out(text);
      else writeWhereAsked(resolve(invocation.workingDirectory, output), text);
      finish(exitStatus.clean);
    });
}

function printed(kinds: readonly string[], format: HealthOptions['format']): string {
  const checks = healthChecks.filter(({ kind }) => kinds.includes(kind));
  if (format === 'values') return emitYaml([healthValues(kinds)]);
  if (format === 'config-map') return emitYaml([healthConfigMap(kinds)]);
  if (format === 'text')
    return table(
      ['KIND', 'GROUP', "WHERE ARGO CD'S OWN CHECK FALLS SHORT"],
      checks.map(({ kind, group, because }) => [kind, group, because]),
    );
  const listed = checks.map((check) => ({
    group: check.group,
    kind: check.kind,
    because: check.because,
    script: healthScript(check),
  }));
  return `${JSON.stringify(listed, undefined, 2)}\n`;
}

/** All unknown kinds come at once. */
function known(kinds: readonly string[]): readonly string[] {
  const unknown = kinds.filter((kind) => !healthKinds.includes(kind));
  if (unknown.length === 0) return kinds;
  throw new ConfigurationError(
    unknown.map((kind) => {
      const nearest = nearestName(kind, [...healthKinds]);
      return {
        code: 'VW4012',
        severity: 'error' as const,
        what: `There is no health check for ${JSON.stringify(kind)}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
        why: "Only kinds that Argo CD's own check gets wrong have one.",
        fix: 'Run `vaultwright health` for the list.',
        place: {},
      };
    }),
  );
}
