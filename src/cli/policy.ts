import type { Command } from 'commander';
import { admissionPolicies } from '../guardrails/admission/admission-policies.ts';
import { resolveConfiguration } from '../guardrails/engine/configuration.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { emitYaml } from '../rendering/yaml-emitter.ts';
import { type ConfigurationOptions, defineConfigurationOptions, loadGuardrails } from './configuration-options.ts';
import type { Invocation } from './invocation.ts';

interface PolicyOptions extends ConfigurationOptions {
  readonly audit?: boolean;
  readonly deployer: readonly string[];
}

const help = `
Prints ValidatingAdmissionPolicies and their bindings (Kubernetes 1.30 or later): what \`check\` finds in files, refused at the door.
Inline Secrets are judged by who asks: a person or Argo CD. What controllers write passes: External Secrets, CloudNativePG,
cert-manager, Helm's records, tokens. Checks of regulated environments need their namespaces in the configuration.

Examples:
  vaultwright policy --audit | kubectl apply -f -       report only, for a first look
  vaultwright policy --preset strict > policies.yaml    for Git`;

/** Defines `vaultwright policy`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineConfigurationOptions(command)
    .option('--audit', 'report to the audit log and the client instead of refusing')
    .option('--deployer <users...>', 'user names under which Argo CD applies manifests', [
      'system:serviceaccount:argocd:argocd-application-controller',
    ])
    .addHelpText('after', help)
    .action(({ audit, deployer, ...options }: PolicyOptions) => {
      const configuration = resolveConfiguration(loadGuardrails(options, invocation.workingDirectory));
      const actions = audit ? (['Audit', 'Warn'] as const) : (['Deny'] as const);
      invocation.out(emitYaml(admissionPolicies({ configuration, deployers: deployer, actions })));
      finish(exitStatus.clean);
    });
}
