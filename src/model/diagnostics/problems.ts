import type { Diagnostic, Place, Severity } from './diagnostic.ts';

interface Explanation {
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** @default 'error' */
  readonly severity?: Severity;
}

/** Every problem that a declaration, a configuration or a construct tree can have, by its stable code. */
export const problems = {
  VW1001: {
    title: 'A Vault path is not valid',
    why: 'Vault would store the key elsewhere or refuse it, and the ExternalSecret would read nothing.',
    fix: 'Write the path relative to the mount, without leading or trailing slash: segments of letters, digits, ".", "_" and "-".',
  },
  VW1002: {
    title: 'A Vault path is declared twice',
    why: 'Two declarations of one path are two authorities for one value; the last writer would win silently.',
    fix: 'Declare the Vault key once, export it, and use that object in both places.',
  },
  VW1003: {
    title: 'A data key has a name that Kubernetes refuses',
    why: 'The API server rejects a Secret with such a key, so the ExternalSecret would never become Ready.',
    fix: 'Use letters, digits, "-", "_" and "." only, at most 253 characters.',
  },
  VW1004: {
    title: 'A name is not a valid Kubernetes name',
    why: 'The API server rejects the object.',
    fix: 'Use lower-case letters, digits, "-" and ".", starting and ending with a letter or digit.',
  },
  VW1005: {
    title: 'Something stands where only what a platform factory made may stand',
    why: 'A value that did not come from a factory may be a literal credential, and nothing declares who writes it.',
    fix: 'Bind data keys to Vault keys, templates or only(…), and place or read contracts, made by the factories of this platform.',
  },
  VW1006: {
    title: 'Values are composed in a cycle',
    why: 'No order exists in which bootstrap could write these keys.',
    fix: 'Remove one of the references; usually a recipe override points back at a key that is composed from it.',
  },
  VW1007: {
    title: 'A recipe does not fit the origin of its key',
    why: 'The origin says who the authority is; another recipe would let bootstrap overrule that authority.',
    fix: 'Use a recipe that the origin allows: external → upstream; generated and operator-reconciled → generate, literal, compose, or a required upstream value; service-generated → placeholder, absent, or a literal client id.',
  },
  VW1008: {
    title: 'A recipe override names a key that the environment does not have',
    why: 'The override would silently do nothing.',
    fix: 'Remove the override, or place a Secret that reads the key in that environment.',
  },
  VW1009: {
    title: 'An environment is not known to the platform',
    why: 'What is limited to an unknown environment is rendered nowhere.',
    fix: 'Use a name that definePlatform declares, or declare the environment there.',
  },
  VW1012: {
    title: 'A template cannot be rendered',
    why: 'The operator would fail to execute it, or produce an empty value.',
    fix: 'Give the template some text or a Vault key, and keep "{{" and "}}" out of its text.',
  },
  VW1013: {
    title: 'A Secret has no data key in this environment',
    why: 'An ExternalSecret without data creates an empty Secret that satisfies no consumer.',
    fix: 'Limit the whole contract to the environments where it has keys, or bind at least one key everywhere.',
  },
  VW1014: {
    title: 'A declaration belongs to another platform',
    why: 'Its paths and environments mean something else there.',
    fix: 'Declare it with the factories of the platform that renders it.',
  },
  VW1015: {
    title: 'A recipe composes a value that bootstrap does not write',
    why: 'Bootstrap would freeze a value whose authority may change it at any time.',
    fix: 'Compose only generated, literal and composed keys; use a template on the Secret for the others.',
  },
  VW1016: {
    title: 'A generated value is too short',
    why: 'Short random values can be guessed; some consumers refuse them at start.',
    fix: 'Ask for at least 16 characters; the default is 32.',
  },
  VW1017: {
    title: 'A limit names no environment',
    why: 'What is limited to no environment is rendered nowhere, and nothing says so.',
    fix: 'Name at least one environment, or remove what is limited.',
  },
  VW1018: {
    title: 'A refresh interval is not a duration',
    why: 'The API server rejects the ExternalSecret.',
    fix: 'Write hours, minutes, seconds and milliseconds with their units, such as "15m" or "1h30m".',
  },
  VW1019: {
    title: 'A Secret lacks a data key that its type demands',
    why: 'The API server rejects the Secret, so the ExternalSecret would never become Ready.',
    fix: 'Bind the data key that is named, or leave out the type.',
  },
  VW1020: {
    title: 'The upstream store refuses the name of an external key',
    why: 'Bootstrap could never find the value there.',
    fix: 'Azure Key Vault takes letters, digits and "-", at most 127 with the prefix; give { name } where the path has others.',
  },
  VW1021: {
    title: 'A recipe is overridden twice in one environment',
    why: 'Only one of the recipes can hold, and the order of a list would decide which.',
    fix: 'Keep one of the overrides.',
  },
  VW1022: {
    title: 'A declaration names a store that the platform does not have',
    why: 'Nothing could read the key.',
    fix: 'Add the store to `stores` of the platform, or correct the name.',
  },
  VW1023: {
    title: 'A key behind a read-only store has a recipe',
    why: 'Every write is under check-and-set in the environment’s own Vault; elsewhere what others wrote could be overwritten.',
    fix: 'Declare the key with `existing`, or put it into an engine of version 2 of the environment’s own Vault.',
  },
  VW1024: {
    title: 'The name of a property is not one that an entry can have',
    why: 'The operator takes some characters for a path into a document, and the marker of the property would not fit.',
    fix: 'Use letters, digits, ".", "_", "/", "@", "+" and "-", at most 100 characters.',
  },
  VW1025: {
    title: 'The properties of an entry are not those that were declared in it',
    why: 'The entry is written at once: what is declared and no property of it would never be written.',
    fix: 'Return each key that the factory of the entry made under one name, and nothing else.',
  },
  VW1026: {
    title: 'What a Secret takes of whole entries does not fit together',
    why: 'Two values would go into one data key, and which of them wins is decided by the operator.',
    fix: 'Rename one of them, or leave one out; rename and find only properties and entries that are declared.',
  },
  VW1027: {
    title: 'An external key is declared where no upstream store is',
    why: 'Nothing could ever bring its value into Vault.',
    fix: 'Give the environment an `upstream`, limit the Secret to other environments, or declare the key with `existing`.',
  },
  VW1028: {
    title: 'Entries are composed from each other in a circle',
    why: 'Each is written at once, so neither could be the first.',
    fix: 'Move the properties that need each other into one entry.',
  },
  VW1029: {
    title: 'An option is not known',
    why: 'It would be ignored, and what is declared would silently be something else.',
    fix: 'Correct the name, or take the option out.',
  },
  VW1030: {
    title: 'An environment has no such field',
    why: 'What is declared from it would hold the text "undefined".',
    fix: 'Correct the name, or add the field to `fields` of the platform and to every profile.',
  },
  VW1031: {
    title: 'A function of the environment gives no usable text',
    why: 'Names, paths and values made of it would be wrong in that environment alone.',
    fix: 'Give a text that is not empty in every environment that uses it; limit it by only(…) or environments elsewhere.',
  },
  VW1032: {
    title: 'A label of a Secret is not usable',
    why: 'The API server refuses it, or Argo CD takes the Secret for a part of an Application and prunes it.',
    fix: 'Use a name and a value as Kubernetes has them, and none by which Argo CD or the operator know their own objects.',
  },
  VW1033: {
    title: 'A declaration lacks its purpose',
    why: 'The inventory and the runbooks say what each Secret is for; an owner who is asked to rotate it must know.',
    fix: 'Say in one sentence what the Secret is for.',
  },
  VW1034: {
    title: 'A value is too large, or cannot be stored',
    why: 'Vault or Kubernetes would refuse it, or a part of it would not count; the run would end at this one key.',
    fix: 'Declare a shorter value; put a file that is no secret into a ConfigMap.',
  },
  VW1101: {
    title: 'A Vault key is read but nobody writes it',
    why: 'The ExternalSecret would wait for ever for a value that no one produces.',
    fix: 'Install the component that holds its producer in this environment, or limit the reader to where it is.',
  },
  VW1102: {
    title: 'A Vault key is written but nobody reads it',
    why: 'A value without a reader is a credential that nobody rotates and nobody misses.',
    fix: 'Remove the declaration, or keep it with a reason: new UnreadVaultKeys(this, [key], { reason }).',
  },
  VW1103: {
    title: 'A Kubernetes Secret has two owners',
    why: 'Two ExternalSecrets or operators would overwrite each other on every refresh.',
    fix: 'Place the contract in one component; let the others read it.',
  },
  VW1104: {
    title: 'A component has no owner',
    why: 'Nobody would be asked when its secrets must be rotated.',
    fix: 'Give the component an owner: the team that answers for it.',
  },
  VW1105: {
    title: 'A namespace is not one that this environment may write to',
    why: 'The Secret would land where no store, role or consumer exists, or in another environment.',
    fix: 'Use the namespace of the environment, or one of the sharedNamespaces of its cluster in definePlatform.',
  },
  VW1106: {
    title: 'A mirrored path is read by an ExternalSecret',
    why: 'A mirror is a copy for audit; read back, the copy and its source would feed each other.',
    fix: 'Read the Secret that its authority delivers, or stop mirroring this key.',
  },
  VW1107: {
    title: 'A phase comes too early',
    why: 'The rollout waits for the earlier phase to become healthy, which needs the later one: a deadlock.',
    fix: 'Correct the phase of the reader or of the writer; phases grow from writer to reader. `vaultwright order` prints the edges.',
  },
  VW1108: {
    title: 'A component reads a Secret that nobody places in its namespace',
    why: 'Its Pods would never start.',
    fix: 'Place the contract with ServiceSecrets (or DeliveredSecrets) in that namespace, in this environment too.',
  },
  VW1109: {
    title: 'A component cannot be loaded',
    why: 'Everything that it declares would be missing from the output.',
    fix: 'Correct the entry in the list of components, and export exactly one class that extends Component from its file.',
  },
  VW1110: {
    title: 'Two components have the same name',
    why: 'They would render into the same folder.',
    fix: 'Rename one of them.',
  },
  VW1111: {
    title: 'A component failed while it was being constructed',
    why: 'Nothing of it could be rendered.',
    fix: 'Correct the error that is named; the position is the line of the component that led to it.',
  },
  VW1112: {
    title: 'A shared bundle has no valid approval',
    why: 'Service-owned secrets are the default; a bundle without a recorded decision erodes that boundary.',
    fix: 'Give approval: { owner, date: "YYYY-MM-DD", reason, backlog }.',
  },
  VW1113: {
    title: 'A component reads a data key that its Secret does not have in this environment',
    why: 'Its Pods would fail to start, or read an empty value.',
    fix: 'Read another key, or bind this one in the environment too; only(…) limits where a key exists.',
  },
  VW1114: {
    title: 'ExternalSecrets stand where no store serves them',
    why: 'An ExternalSecret without a store never becomes Ready.',
    fix: 'Construct the store of this namespace (SecretStore or ClusterSecretStore) in the environment.',
  },
  VW1115: {
    title: 'Two programs share the name of a producer or of a Vault role',
    why: 'The fixture map could not tell the writers apart, and the policy of one role would replace that of the other.',
    fix: 'Declare the producer once and use that object, or rename one; give each role a name of its own.',
  },
  VW1116: {
    title: 'A ClusterSecretStore or its namespaces are not limited',
    why: 'Any namespace of the cluster could read through the store, or would get the Secrets.',
    fix: 'Give conditions: whereRead, or patterns with a prefix of lower-case letters, digits and "-", and labels, the same for all.',
  },
  VW1117: {
    title: 'A Helm value is neither plain data nor a contract',
    why: 'The chart would get something else, or nothing at all.',
    fix: 'Give text, a finite number, a boolean, null, a list, a map, a contract or the handle of a data key.',
  },
  VW1120: {
    title: 'A bootstrap stands in an environment that is not its own ephemeral one',
    why: 'It initialises Vault and keeps the root token and the unseal key in a Secret: whoever reads that owns every secret.',
    fix: "Construct it only where `environment.lifecycle` is 'ephemeral', with the environment of its component; elsewhere a ceremony initialises Vault and a key service unseals it.",
  },
  VW1121: {
    title: 'A backfill names a Vault key that the environment does not have',
    why: 'Bootstrap would write a path that nobody declared, reads or rotates.',
    fix: 'Place a Secret that reads the key, keep the key with a reason, or remove the backfill.',
  },
  VW1122: {
    title: 'A bootstrap mounts a document that is not rendered beside it',
    why: 'A Pod mounts ConfigMaps of its own namespace only, so it would never start.',
    fix: 'Construct VaultFixture and AccessMap in a component of the same namespace that is rendered in the same environments.',
  },
  VW1123: {
    title: 'The ServiceAccount of Vault cannot be told from its address',
    why: 'Without the right to review tokens Vault refuses every login, so no ExternalSecret becomes Ready.',
    fix: 'Name the ServiceAccount and the namespace under which Vault runs: new VaultTokenReview(this, { serviceAccount, namespace }).',
  },
  VW1124: {
    title: 'The image of a bootstrap is not pinned',
    why: 'It gets the root token of Vault: what runs there must be what was reviewed, on every node and for ever.',
    fix: 'Name it as `repository:tag@sha256:` and 64 hexadecimal digits, those of the index over all architectures.',
  },
  VW1126: {
    title: 'The login of an environment cannot express a role that it needs',
    why: 'The store could not log in, or Vault would admit more than is declared.',
    fix: 'Use the Kubernetes auth method there, or name namespaces instead of selecting them by label.',
  },
  VW1127: {
    title: 'A Job of the cluster is to serve a Vault that somebody else runs',
    why: 'It would have to initialise or unseal what is not of this environment.',
    fix: 'Leave the bootstrap out, or give the profile `vault.bootstrap`.',
  },
  VW1130: {
    title: 'A Secret is merged into that an ExternalSecret owns',
    why: 'The operator refuses to write a Secret whose controller is another ExternalSecret (since 0.11): the merged keys never come.',
    fix: 'Declare all keys in one contract; Merge is for a Secret that something else than the operator creates.',
  },
  VW1131: {
    title: 'A Secret is merged into that nothing creates',
    why: 'The operator waits for the Secret with creationPolicy Merge and never creates it, so whoever reads it waits, too.',
    fix: "Declare who creates it: `delivered(name, { by, keys })` beside the merge; or leave creationPolicy at 'Owner'.",
  },
  VW1132: {
    title: 'A smoke is not later than what it inspects',
    why: 'It would wait for what the rollout brings only after it, and hold the rollout back for ever.',
    fix: 'Move the smoke to a later phase, or what it inspects to an earlier one.',
  },
  VW1133: {
    title: 'An ExternalSecret is inspected by no smoke',
    why: 'Where it stays without its value, nothing says so before its Pods fail to start.',
    fix: 'Construct a Smoke in a later phase, such as 699; it takes everything since the smoke before it.',
  },
  VW1134: {
    title: 'A smoke inspects a Secret that nothing places',
    why: 'It would fail for ever, or inspect nothing.',
    fix: 'Place the Secret with ServiceSecrets, limit its contract to the environments that have it, or do not name it.',
  },
  VW1136: {
    title: 'Components wait for each other in a circle',
    why: 'Each needs what another of them brings, so that no order of phases lets any of them become healthy.',
    fix: 'Cut one of the edges that are named: move a Secret or a producer into a component of its own, or keep a placeholder until the real value comes.',
  },
  VW1137: {
    title: 'A preflight has no image',
    why: 'The Job that holds the workload back could not run.',
    fix: 'Give `programImage` to definePlatform, or `image` to the preflight: an image with Node.js 24, with tag and digest.',
  },
  VW1138: {
    title: 'A preflight has nothing to wait for',
    why: 'It would say of a workload that it is held back, and let it through.',
    fix: 'Name in the values what the workload reads, by contracts and their keys; or leave `consumers` out.',
  },
  VW1139: {
    title: 'A preflight would wait for ever',
    why: 'What it waits for is rolled out only after the component that it holds back.',
    fix: 'Give the component the phase of its Secrets, or move the Secrets into a component of an earlier phase.',
  },
  VW1140: {
    title: 'A smoke probes with a Secret that it does not inspect',
    why: 'It could not read the Secret, or would send its credential to an address of somebody else.',
    fix: 'Let a smoke probe that inspects the Secret, and take address and credential from that one Secret.',
  },
  VW1150: {
    title: 'What a component says of its Application is not valid',
    why: 'Argo CD would refuse the Application, or apply something else than was meant.',
    fix: 'Correct the field of `argoCd` that is named.',
  },
  VW1151: {
    title: 'Two Applications have the same name',
    why: 'An ApplicationSet that generates one name twice generates nothing at all.',
    fix: 'Give one of the components another `argoCd.name`.',
  },
  VW1170: {
    title: 'The age of a Vault key is not a duration',
    why: 'Nothing would tell when its value is due to be replaced.',
    fix: 'Write hours, minutes, seconds and milliseconds with their units, such as "2160h" for ninety days.',
  },
  VW1171: {
    title: 'How often drift is looked for is not a duration',
    why: 'An alert that nobody looks for drift could not be made.',
    fix: 'Write hours, minutes, seconds and milliseconds with their units, such as "24h".',
  },
  VW1172: {
    title: 'The place of the runbooks is no URL',
    why: 'Who is woken up by an alert would follow a link that leads nowhere.',
    fix: 'Give the URL of the folder that holds the runbooks, with http or https.',
  },
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
  VW1204: {
    title: 'Two environments write the same entry of the same Vault',
    why: 'Each would find the other’s value there, and the first to run would decide for both.',
    fix: 'Give the environments different Vault namespaces, mounts or paths, or declare the key with `existing` in one of them.',
  },
  VW1203: {
    title: 'Previews name a component that has no Secret for them',
    why: 'Every preview would lack it, and nothing would tell before its Pods fail to start.',
    fix: 'Name a component that places an ExternalSecret in the namespace of this environment, or remove the name.',
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
  VW1212: {
    title: 'A server is rendered that its profile does not describe',
    why: 'Its Service, its certificate and its seal follow from the profile of the environment.',
    fix: 'Leave `VaultServer` out where somebody else runs Vault, and give an address in the cluster elsewhere.',
  },
} as const satisfies Record<string, Explanation>;

/** Stable code of a problem in declarations or configuration. */
export type ProblemCode = keyof typeof problems;

/** Makes the diagnostic of a known problem; `what` names the thing and never holds a value. */
export function problem(code: ProblemCode, what: string, place: Place): Diagnostic {
  const { why, fix, severity = 'error' }: Explanation = problems[code];
  return { code, severity, what, why, fix, place };
}
