import type { Explanation } from './explanation.ts';

/** Problems of a platform, its environments and their servers. */
export const platformProblems = {
  VW1201: {
    title: 'The platform definition is not valid',
    why: 'Everything else is derived from it.',
    fix: 'Correct the field that is named.',
  },
  VW1202: {
    title: 'A phase correction names a component that does not exist',
    why: 'The correction would silently do nothing.',
    fix: 'Correct its name or remove it.',
  },
  VW1203: {
    title: 'Previews name a component that has no Secret for them',
    why: 'Every preview would lack it, and nothing would tell before its Pods fail to start.',
    fix: 'Name a component that places an ExternalSecret in the namespace of this environment, or remove the name.',
  },
  VW1204: {
    title: 'Two environments write the same entry of the same Vault',
    why: 'Each would find the other’s value there, and the first to run would decide for both.',
    fix: 'Give the environments different Vault namespaces, mounts or paths, or declare the key with `existing` in one of them.',
  },
  VW1205: {
    title: 'A server has not what its profile asks for',
    why: 'It would not start: pkcs11 seals are of OpenBao and of the Enterprise edition of Vault, static seals of OpenBao alone.',
    fix: 'Choose another seal, or the product and edition that has it; give an Enterprise edition its license.',
  },
  VW1206: {
    title: 'A regulated environment has a static seal',
    why: 'Its key lies beside the data, so that whoever reads one Secret of the cluster unseals every copy of them.',
    fix: 'Use a key service, a hardware security module, or the transit engine of another server.',
  },
  VW1207: {
    title: 'A seal and its plugin do not fit the server',
    why: 'OpenBao from 2.7 on has the seals of vendors as plugins only, and runs none whose digest it does not know; others take none.',
    fix: 'Give `autoUnseal.plugin` with its version and sha256sum where the server needs it, and leave it out elsewhere.',
  },
  VW1208: {
    title: 'The storage of a server does not fit',
    why: 'File storage knows no second node and no snapshot, and OpenBao from 2.7 on has none; two nodes have no majority when one fails.',
    fix: 'Use raft storage, on three nodes or more where the environment is regulated.',
  },
  VW1209: {
    title: 'Audit devices are missing or share what they write to',
    why: 'A server answers nothing once no device takes its lines, so that one full volume stops it; and one device alone leaves no second record.',
    fix: 'Declare two devices of different types, or sockets at different addresses.',
  },
  VW1210: {
    title: 'A server is too old',
    why: 'What its configuration and its interface understand was not tried there, and nobody mends it any more.',
    fix: 'Raise its version, or leave it out to get that of the current chart.',
  },
  VW1211: {
    title: 'A text would not reach the server as it is declared',
    why: 'Charts replace placeholders such as HOSTNAME and run `{{` as a template; the server takes `${` for one.',
    fix: 'Choose a name without it.',
  },
  VW1212: {
    title: 'A server is rendered that its profile does not describe',
    why: 'Its Service, its certificate and its seal follow from the profile of the environment.',
    fix: 'Leave `VaultServer` out where somebody else runs Vault, and give an address in the cluster elsewhere.',
  },
  VW1213: {
    title: 'A Secret for tests is where no test may run',
    why: 'Personas and tokens of tests are known to whoever runs a pipeline; where customers are they are a way in.',
    fix: 'Limit the Secret to ephemeral environments, and place it with `TestSecrets`, which takes the narrowed environment.',
  },
  VW1214: {
    title: 'Snapshots cannot be taken there',
    why: 'Only raft storage has them; whoever takes them logs in as a ServiceAccount, and they are of the whole server, not of one namespace.',
    fix: 'Leave `VaultSnapshots` out, and see to backups of what the server keeps its data in.',
  },
  VW1215: {
    title: 'A policy is larger than Vault takes',
    why: 'Vault refuses a text of more than 1 MiB, so that the policy would never be in force.',
    fix: 'Keep what belongs together as properties of one entry, or give a part of the keys to a store with a role of its own.',
  },
  VW1230: {
    title: 'A configurator stands in an environment that is not its own regulated one',
    why: 'It works on a Vault that people initialised and a key service unseals; elsewhere the bootstrap, or somebody else, configures Vault.',
    fix: "Construct it only where `environment.lifecycle` is 'regulated' and the profile has `vault.autoUnseal`, with the environment of its component.",
  },
  VW1231: {
    title: 'The login of an environment admits no Pod by its ServiceAccount',
    why: 'A configurator holds no lasting credential: it logs in with the token of its Pod, which only the methods kubernetes and jwt take.',
    fix: "Give the profile a `vault.login` of method 'kubernetes' or 'jwt', or leave the configurator out and configure Vault by the Terraform mirror.",
  },
} as const satisfies Record<string, Explanation>;
