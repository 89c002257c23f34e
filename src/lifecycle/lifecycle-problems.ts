import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { ConfigurationError, FindingsError, TemporaryError, type VaultwrightError } from '../model/errors.ts';

interface Explanation {
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Who must act: `person` looks at a named state, `configuration` is wrong, `later` goes away by itself. */
  readonly class: 'person' | 'configuration' | 'later';
}

/** Every state in which a program that talks to Vault and Kubernetes stops, by its stable code. */
export const lifecycleProblems = {
  VW5001: {
    title: 'Vault does not answer in time',
    why: 'Without an answer nothing is known about what it holds, so nothing may be written.',
    fix: 'Check that its Pod runs and that the rendered address leads to it; the next run goes on from here.',
    class: 'later',
  },
  VW5002: {
    title: 'Vault is not ready to serve',
    why: 'A sealed, standby or upgrading Vault refuses reads and writes.',
    fix: 'Wait for the next run; if it stays, look at the log of Vault.',
    class: 'later',
  },
  VW5003: {
    title: 'Vault refuses what the program must do',
    why: 'A step that is not permitted leaves the environment half configured.',
    fix: 'Give the token the rights that the message names, or use the credentials that the initialisation made.',
    class: 'person',
  },
  VW5004: {
    title: 'Vault answered in a way that is not understood',
    why: 'Acting on an answer of unknown meaning could overwrite what others wrote.',
    fix: 'Check that the address leads to Vault or OpenBao itself, and that its version is supported.',
    class: 'person',
  },
  VW5005: {
    title: 'Vault is not initialised and may not be initialised here',
    why: 'Only the bootstrap of an ephemeral environment initialises Vault; elsewhere an audited ceremony does.',
    fix: 'Initialise Vault by the ceremony, or set vault.bootstrap.initialize in the profile of an ephemeral environment.',
    class: 'person',
  },
  VW5006: {
    title: 'Credentials are kept for a Vault that is not initialised',
    why: 'The data of Vault is lost or another volume is mounted; a new initialisation would hide that and destroy the last keys.',
    fix: 'Restore the volume. If the data may be lost, delete the Secret by hand; the next run then initialises.',
    class: 'person',
  },
  VW5007: {
    title: 'Vault is initialised, but its credentials are missing or incomplete',
    why: 'Without root token and unseal key the bootstrap can neither unseal nor configure it, and a new initialisation would lose the data.',
    fix: 'Put root-token and unseal-key back into the Secret. If the data may be lost, delete the volume of Vault.',
    class: 'person',
  },
  VW5008: {
    title: 'The kept credentials do not fit this Vault',
    why: 'They belong to another data set, or the root token was revoked.',
    fix: 'Restore the Secret or the volume that belong together, or generate a new root token with the unseal key.',
    class: 'person',
  },
  VW5009: {
    title: 'The credentials could not be kept',
    why: 'Vault would be initialised and nobody would have its keys.',
    fix: 'Grant the ServiceAccount get, create and patch on that one Secret; the rendered Role does.',
    class: 'person',
  },
  VW5010: {
    title: 'Vault is sealed and may not be unsealed here',
    why: 'The profile leaves unsealing to a key service or a person.',
    fix: 'Unseal Vault, or set vault.bootstrap.unseal in the profile of an ephemeral environment.',
    class: 'person',
  },
  VW5011: {
    title: 'Something else is mounted where kv-v2 or Kubernetes auth belongs',
    why: 'Its data is not ours, so it is neither upgraded nor replaced.',
    fix: 'Move that mount away, or choose another mount in definePlatform.',
    class: 'person',
  },
  VW5012: {
    title: 'A required upstream value cannot be read',
    why: 'Falling back to a fixture would break what needs the real value, later and elsewhere.',
    fix: 'Put the value into the upstream store under the name that is given, and grant the bootstrap read access.',
    class: 'person',
  },
  VW5013: {
    title: 'The upstream store cannot be read',
    why: 'Whether required values exist is not known, so nothing is copied and nothing is seeded in their place.',
    fix: 'Check the identity of the bootstrap, its federated credential and the address of the store.',
    class: 'person',
  },
  VW5014: {
    title: 'The upstream store does not answer in time',
    why: 'Whether required values exist is not known, so nothing is copied and nothing is seeded in their place.',
    fix: 'Wait for the next run; if it stays, check the network between cluster and store.',
    class: 'later',
  },
  VW5015: {
    title: 'A Vault key has a deleted or destroyed version',
    why: 'Somebody removed the value on purpose or by accident; a new one would hide that.',
    fix: 'Undelete the version (vault kv undelete), or remove the key with its metadata so that it is seeded anew.',
    class: 'person',
  },
  VW5016: {
    title: 'A Vault key holds something else than one text under "value"',
    why: 'The ExternalSecret asks for the property "value" and cannot work; what stands there was written by somebody else.',
    fix: 'Write the value under the property "value", or remove the key with its metadata so that it is seeded anew.',
    class: 'person',
  },
  VW5017: {
    title: 'Another run holds the Lease',
    why: 'Two runs at once would get in each other’s way.',
    fix: 'Wait until it is done; a Lease whose holder died is taken over after half a minute.',
    class: 'later',
  },
  VW5018: {
    title: 'Kubernetes does not answer in time',
    why: 'Credentials can be neither read nor kept.',
    fix: 'Wait for the next run; if it stays, check the API server and the network policy of the namespace.',
    class: 'later',
  },
  VW5019: {
    title: 'Kubernetes refuses what the program must do',
    why: 'Credentials can be neither read nor kept, so nothing else can be done safely.',
    fix: 'Grant the ServiceAccount what the message names; the rendered Role does.',
    class: 'person',
  },
  VW5020: {
    title: 'The run was stopped before it was done',
    why: 'Some steps are missing.',
    fix: 'Run it again: every step finds out what is left to do.',
    class: 'later',
  },
  VW5021: {
    title: 'A Vault key kept changing while it was written',
    why: 'Check-and-set refused the write each time, so what others wrote is untouched and ours is not there.',
    fix: 'Find out who else writes this key; the fixture map names its one writer.',
    class: 'later',
  },
  VW5022: {
    title: 'The seed of generated values is not usable',
    why: 'Values that are derived from an empty or short seed can be guessed.',
    fix: 'Give at least 16 characters, or remove the seed so that a random one is made and kept.',
    class: 'configuration',
  },
  VW5023: {
    title: 'A document of the bootstrap is missing or not valid',
    why: 'What to do follows from these documents alone.',
    fix: 'Render the environment again with this version of Vaultwright and apply all of it.',
    class: 'configuration',
  },
  VW5024: {
    title: 'The environment is regulated',
    why: 'Its Vault is initialised by a ceremony and seeded by a scoped token; this bootstrap keeps a root token.',
    fix: 'Use this program for ephemeral environments only.',
    class: 'configuration',
  },
  VW5025: {
    title: 'A Vault key is missing after the run',
    why: 'Its ExternalSecret cannot become Ready.',
    fix: 'Look for the step of this key in the log, and for somebody else who deletes it.',
    class: 'person',
  },
  VW5026: {
    title: 'A value cannot be composed',
    why: 'A part of it is not there or is no text, so the composed value would be wrong.',
    fix: 'Look at the parts that are named: one of them was deleted or written by somebody else.',
    class: 'person',
  },
  VW5027: {
    title: 'The token of the run could not be revoked',
    why: 'A token that may do everything stays valid until its short lifetime is over.',
    fix: 'Nothing: it ends by itself, a minute after the deadline of the run at the latest.',
    class: 'later',
  },
  VW5028: {
    title: 'Vault cannot hold a value',
    why: 'Without the value its ExternalSecret cannot become Ready, and a part of it would be worse than none.',
    fix: 'Keep values below 1 MiB (raft takes a little less, Consul 512 KiB) and free of halved characters.',
    class: 'person',
  },
  VW5101: {
    title: 'The environment is not rendered',
    why: 'What an environment wants is read from its rendered documents and objects.',
    fix: 'Render it (cdk8s synth), or name the output folder with --dist.',
    class: 'configuration',
  },
  VW5102: {
    title: 'kubectl is missing or does not start',
    why: 'Outside of the cluster the API server is reached through kubectl proxy, with the contexts and logins of kubectl.',
    fix: 'Install kubectl, and check --kubeconfig and --context with `kubectl --context … version`.',
    class: 'configuration',
  },
  VW5103: {
    title: 'Vault cannot be reached from here',
    why: 'The rendered address is a name of the cluster.',
    fix: 'Open a way, such as `kubectl -n <namespace> port-forward service/<name> 8200`, and give --vault-address http://127.0.0.1:8200.',
    class: 'configuration',
  },
  VW5104: {
    title: 'There is no token for Vault',
    why: 'Everything but its state needs a login.',
    fix: 'Set VAULT_TOKEN, or run `vault login` for an environment without a bootstrap.',
    class: 'configuration',
  },
  VW5105: {
    title: 'A name is not one of the environment',
    why: 'A guess could show or change another credential than the one that was meant.',
    fix: 'Take a path from `vaultwright fixtures list`, or a Secret and key that an ExternalSecret of the environment writes.',
    class: 'configuration',
  },
  VW5106: {
    title: 'A value would be shown on the terminal',
    why: 'It would stay in the scrollback, in recordings and in shared screens.',
    fix: 'Pipe it to where it is needed, or give --reveal.',
    class: 'configuration',
  },
  VW5107: {
    title: 'A key is not rotated here',
    why: 'Its value has another authority, or is no credential; a new value in Vault alone would break what uses it.',
    fix: 'Do what the message says: change the declaration, the upstream value, or let the producer make a new one.',
    class: 'person',
  },
  VW5108: {
    title: 'A value that somebody else wrote would be replaced',
    why: 'Whoever wrote it may rely on it, and a rotation cannot know.',
    fix: 'Find out who wrote it. If it may go, give --replace-foreign; the write stays under check-and-set.',
    class: 'person',
  },
  VW5109: {
    title: 'The new value has not reached its Secrets yet',
    why: 'The old value is still what workloads get.',
    fix: 'Wait for the refresh interval; then look at the status of the ExternalSecrets that are named.',
    class: 'later',
  },
  VW5110: {
    title: 'A declared mount is missing or something else',
    why: 'Nothing can be stored or nobody can log in there.',
    fix: 'Run bootstrap, which puts it right; in a regulated environment whatever configures Vault there. A mount of another type must be moved away by hand.',
    class: 'person',
  },
  VW5111: {
    title: 'Something is mounted that is not declared',
    why: 'What is not declared is not reviewed, and nobody knows who may use it.',
    fix: 'Remove the mount if nobody needs it; keep such engines in a Vault of their own.',
    class: 'person',
  },
  VW5112: {
    title: 'The configuration of Kubernetes auth differs',
    why: 'Logins fail, or a stored reviewer token or authority outlives its time.',
    fix: 'Run bootstrap, which puts it right; in a regulated environment whatever configures Vault there.',
    class: 'person',
  },
  VW5113: {
    title: 'A declared role is missing',
    why: 'Whoever logs in with it is refused.',
    fix: 'Run bootstrap, which puts it right; in a regulated environment whatever configures Vault there.',
    class: 'person',
  },
  VW5114: {
    title: 'A role differs from the access map',
    why: 'It lets in others than declared, or keeps out those who need it.',
    fix: 'Run bootstrap, which puts it right; in a regulated environment whatever configures Vault there.',
    class: 'person',
  },
  VW5115: {
    title: 'A role is not declared',
    why: 'Somebody can log in whom no declaration mentions.',
    fix: 'Delete the role, or declare what needs it.',
    class: 'person',
  },
  VW5116: {
    title: 'A declared policy is missing',
    why: 'Tokens of its roles can read nothing.',
    fix: 'Run bootstrap, which puts it right; in a regulated environment whatever configures Vault there.',
    class: 'person',
  },
  VW5117: {
    title: 'The text of a policy differs from the access map',
    why: 'Its tokens may do more than declared, or less than needed.',
    fix: 'Run bootstrap, which puts it right; in a regulated environment whatever configures Vault there.',
    class: 'person',
  },
  VW5118: {
    title: 'A policy is not declared',
    why: 'It may grant what no declaration mentions.',
    fix: 'Delete the policy, or declare what needs it.',
    class: 'person',
  },
  VW5120: {
    title: 'A declared key is missing in Vault',
    why: 'Its ExternalSecrets cannot become Ready.',
    fix: 'Run bootstrap, or seed the key by the way of a regulated environment.',
    class: 'person',
  },
  VW5121: {
    title: 'A key in Vault is not declared',
    why: 'A credential without a declaration is one that nobody rotates and nobody misses.',
    fix: 'Declare it, or delete it with its metadata (vault kv metadata delete) once nobody reads it.',
    class: 'person',
  },
  VW5122: {
    title: 'A producer has not written its key yet',
    why: 'What reads the key has no credential that works.',
    fix: 'Let the producer run, and look at its log if it did.',
    class: 'person',
  },
  VW5123: {
    title: 'A value stands for no credential',
    why: 'Anybody can know it.',
    fix: 'Put the real value there: upstream, by its producer, or with rotate.',
    class: 'person',
  },
  VW5124: {
    title: 'A value was written by somebody else',
    why: 'Bootstrap keeps it, so declaration and reality differ for good.',
    fix: 'Find out who wrote it. Rotate it with --replace-foreign, or correct the declaration.',
    class: 'person',
  },
  VW5125: {
    title: 'A value is not what its recipe says now',
    why: 'The declaration changed after the value was written.',
    fix: 'Run bootstrap, which follows a changed literal or composition; rotate a generated one.',
    class: 'person',
  },
  VW5126: {
    title: 'The marker of a value is missing or about an earlier recipe',
    why: 'Bootstrap cannot tell it from a value of somebody else.',
    fix: 'Run bootstrap, which marks a value that is right.',
    class: 'person',
  },
  VW5130: {
    title: 'A rendered object is not in the cluster',
    why: 'Its Secret is neither made nor refreshed.',
    fix: 'Sync the Application that holds it.',
    class: 'person',
  },
  VW5131: {
    title: 'An object of the External Secrets Operator is not Ready',
    why: 'Its Secret is missing, or holds an earlier value.',
    fix: 'Follow the reason that is named; `kubectl describe` shows the message of the operator.',
    class: 'person',
  },
  VW5132: {
    title: 'An object differs from the rendered one',
    why: 'Somebody changed it, or an earlier rendering is applied.',
    fix: 'Sync the Application that holds it.',
    class: 'person',
  },
  VW5133: {
    title: 'An object uses a store of the environment and is not rendered',
    why: 'It reads or writes credentials that no declaration mentions.',
    fix: 'Declare it, or delete it.',
    class: 'person',
  },
  VW5140: {
    title: 'The environment has no previews',
    why: 'Its Vault has no role with which the store of a preview could log in.',
    fix: 'Name an environment that has them, or declare `previews` in its profile and render it again.',
    class: 'configuration',
  },
  VW5141: {
    title: 'A namespace is none of previews',
    why: 'The Vault role of previews does not let it in, so no ExternalSecret there would become Ready.',
    fix: 'Name a namespace as the message shows it: a DNS label of at most 63 characters.',
    class: 'configuration',
  },
  VW5142: {
    title: 'The rendered output does not hold what previews get',
    why: 'A preview would lack a Secret or its store, and nothing would tell before its Pods fail to start.',
    fix: 'Render the environment again with this version of Vaultwright, and do not edit its output.',
    class: 'configuration',
  },
} as const satisfies Record<string, Explanation>;

export type LifecycleCode = keyof typeof lifecycleProblems;

/** Makes the diagnostic of a state; `what` names things and never holds a value, a key or a token. */
export function lifecycleProblem(code: LifecycleCode, what: string, place: Place = {}): Diagnostic {
  const { why, fix } = lifecycleProblems[code];
  return { code, severity: 'error', what, why, fix, place };
}

/** Makes the error that ends a run; its class says who must act, and so does the exit status of the program. */
export function lifecycleError(code: LifecycleCode, what: string, place: Place = {}): VaultwrightError {
  return errorOf([lifecycleProblem(code, what, place)]);
}

/** Joins the states in which a run ended into one error: a person counts more than the configuration, and that more than time. */
export function errorOf(diagnostics: readonly Diagnostic[]): VaultwrightError {
  const classes = new Set(diagnostics.map(({ code }) => lifecycleProblems[code as LifecycleCode]?.class ?? 'person'));
  if (classes.has('person')) return new FindingsError(diagnostics);
  return classes.has('configuration') ? new ConfigurationError(diagnostics) : new TemporaryError(diagnostics);
}
