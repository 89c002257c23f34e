import type { Explanation } from './explanation.ts';

/** Problems of components and of what they construct. */
export const componentProblems = {
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
} as const satisfies Record<string, Explanation>;
