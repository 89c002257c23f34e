import type { ProblemExplanation } from './problem-explanation.ts';

/**
 * States in which programs in a cluster stop, or that they find in Vault; commands of a workstation share
 * them.
 */
export const programProblems = {
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
    title: 'Something else is mounted where kv-v2 or the auth method belongs',
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
    title: 'A Vault key holds something else than one text under its property',
    why: 'The ExternalSecret asks for that property and cannot work; what stands there was written by somebody else.',
    fix: 'Write the value as text under the property ("value" where a key names none), or remove the entry with its metadata so that it is seeded anew.',
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
    why: 'Values that are derived from a seed which a person made up can be guessed, and so can all others of the environment.',
    fix: 'Give a random one, such as `openssl rand -hex 32` prints, or remove it so that one is made and kept.',
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
  VW5029: {
    title: 'A Vault key with a recipe is where nothing can be written safely',
    why: 'Without check-and-set a write could replace what somebody else wrote at the same moment.',
    fix: 'Put the key into an engine of kv version 2 of the environment’s own Vault, or declare it as existing.',
    class: 'configuration',
  },
  VW5030: {
    title: 'A role cannot be expressed in the auth method',
    why: 'Leaving a part of it out would let in others than declared.',
    fix: 'Name the namespaces in place of a label selector, or use Kubernetes auth in this environment.',
    class: 'configuration',
  },
  VW5031: {
    title: 'An engine that others manage is missing',
    why: 'ExternalSecrets that read from it cannot become Ready, and nobody mounts kv of version 1 here.',
    fix: 'Ask whoever manages the engine, or correct its mount in definePlatform.',
    class: 'person',
  },
} as const satisfies Record<string, ProblemExplanation>;
