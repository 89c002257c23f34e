import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { vaultPolicyText } from '../../model/documents/vault-policy-text.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { problemAt } from './problem-at.ts';

/**
 * Bytes of a policy as it is sent: Vault takes no longer text in a request.
 * @see https://developer.hashicorp.com/vault/docs/configuration/listener/tcp#max_json_string_value_length
 */
const largestPolicy = 1024 * 1024;

/** Finds derived policies that Vault would refuse to store. */
export function policyProblems(app: EnvironmentApp, { policies, configurator }: EnvironmentDocument): Diagnostic[] {
  const { configurators } = app.collect();
  return [...policies, ...(configurator ? [configurator.policy] : [])].flatMap((policy) => {
    const bytes = Buffer.byteLength(vaultPolicyText(policy));
    if (bytes <= largestPolicy) return [];
    const what = `Policy "${policy.name}" names ${policy.rules.length} paths and has ${bytes} bytes`;
    return [
      problemAt(
        app,
        'VW1215',
        what,
        configurators.find(({ name }) => name === policy.name),
      ),
    ];
  });
}
