import { resolve } from 'node:path';
import type { Command } from 'commander';
import { limitOrder } from '../exports/order/limit-order.ts';
import { orderDocument } from '../exports/order/order-document.ts';
import { orderMermaid } from '../exports/order/order-mermaid.ts';
import { orderSvg } from '../exports/order/order-svg.ts';
import { orderText } from '../exports/order/order-text.ts';
import { commandError } from '../lifecycle/problems/command-problem.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import { type OrderGraph, orderGraph } from '../model/order/order-graph.ts';
import { defineEnvironmentOptions, type EnvironmentOptions, readEnvironment } from './environment-options.ts';
import type { Invocation } from './invocation.ts';
import { writeWhereAsked } from './write-where-asked.ts';

const spellings: Readonly<Record<'text' | 'json' | 'mermaid' | 'svg', (graph: OrderGraph) => string>> = {
  text: orderText,
  json: (graph) => `${printableJson(orderDocument(graph), 2)}\n`,
  mermaid: orderMermaid,
  svg: orderSvg,
};

interface OrderOptions extends EnvironmentOptions {
  readonly component?: string;
  readonly format: keyof typeof spellings;
  readonly json?: boolean;
  readonly output?: string;
}

const help = `
Prints who must be rolled out before whom, and why: by phase, each component with the ones that it needs. It works offline.
Kinds of edges: exists (a Secret with its keys), ready (a store or a value in Vault, without which an ExternalSecret cannot become Ready),
real value (the producer of a value ran; a placeholder satisfies the other two). Mermaid and SVG leave out edges that follow from others.

Examples:
  vaultwright order -e local
  vaultwright order -e production --component keycloak-realm    what it needs, and who needs it
  vaultwright order -e dev --format svg --output order.svg
Exit status: 0 printed, 2 wrong usage or configuration.`;

/** Defines `vaultwright order`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineEnvironmentOptions(command)
    .option('-c, --component <name>', 'only what this component needs, and who needs it')
    .addOption(
      command
        .createOption('-f, --format <format>', 'format of the output')
        .choices(Object.keys(spellings))
        .default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', help)
    .action((options: OrderOptions) => finish(order(options, invocation)));
}

function order(options: OrderOptions, invocation: Invocation): ExitStatus {
  const { document, name } = readEnvironment(options, invocation);
  const whole = orderGraph(document);
  const graph = options.component === undefined ? whole : limitOrder(whole, options.component);
  if (!graph)
    throw commandError('VW5180', `Environment "${name}" has no component "${options.component}"`, {
      environment: name,
    });
  const text = spellings[options.json ? 'json' : options.format](graph);
  if (options.output === undefined) invocation.out(text);
  else writeWhereAsked(resolve(invocation.workingDirectory, options.output), text);
  return exitStatus.clean;
}
