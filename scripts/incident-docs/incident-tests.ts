const catalogue = 'test/catalogue/catalogue.test.ts';
const dataPlane = 'test/platform/data-plane.test.ts';
const rendered = 'test/platform/vault-bootstrap.test.ts';
const composed = 'test/lifecycle/values/compose-value.test.ts';
const vaultCore = 'test/platform/vault-core.test.ts';
const bootstrap = 'test/e2e/lifecycle/bootstrap.e2e.ts';
const opening = 'test/e2e/lifecycle/opening-faults.e2e.ts';
const writeRule = 'test/e2e/lifecycle/write-rule.e2e.ts';
const drift = 'test/e2e/lifecycle/drift.e2e.ts';
const rotate = 'test/e2e/lifecycle/rotate.e2e.ts';
const workstation = 'test/e2e/lifecycle/cli.e2e.ts';
const kills = 'test/e2e/lifecycle/kill-matrix.e2e.ts';
const operator = 'test/e2e/platform/operator.e2e.ts';
const smokes = 'test/e2e/gates/smoke.e2e.ts';
const guard = 'test/e2e/gates/database-guard.e2e.ts';
const store = 'test/lifecycle/clients/vault/key-value-store.test.ts';

/**
 * The tests that show what guards against an incident besides the examples of the rules: names of tests by
 * file, as they are written there.
 *
 * A name that no test has is an error, so whoever renames a test comes by here; whoever writes one that
 * belongs to an incident adds it.
 */
export const incidentTests: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'INC-01': {
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
    [guard]: ['every gap is named at once, with Secret, key, Vault key and remedy, and no value'],
  },
  'INC-03': {
    [bootstrap]: ['every ExternalSecret becomes Ready but those whose producers have not run'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-04': { [smokes]: ['is red for $title ($incident), with Secret, key and remedy'] },
  'INC-05': {
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
    [guard]: ['every gap is named at once, with Secret, key, Vault key and remedy, and no value'],
  },
  'INC-06': {
    [bootstrap]: ['the producers write through their own roles, and then all are Ready'],
    [drift]: ['names the keys whose producers have not run, and nothing else but what waits for them'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-07': {
    [dataPlane]: ['the client-patcher extracts exactly the declared clients whose secrets this environment reads'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-08': {
    [writeRule]: [
      'somebody writes a key between our read and our write',
      'a key whose version is %s stays so and is named',
      'an entry with other properties keeps them',
      'a changed upstream value is copied, unless somebody else wrote on top of ours',
      'of a version that somebody wrote over is not ours any more, even where our value came back',
    ],
    [workstation]: ['diff names what others did, by the rule of bootstrap'],
    [rotate]: ['replaces what somebody else wrote only with consent'],
    [kills]: ['dies at every request of the configuration and of the seeding'],
  },
  'INC-09': { 'test/lifecycle/clients/upstream/azure-key-vault.test.ts': ['takes the prefix %j as it is'] },
  'INC-10': {
    'test/lifecycle/clients/upstream/workload-identity.test.ts': [
      'is not asked for again where the client itself is unknown (INC-10)',
    ],
    [writeRule]: ['a required upstream value that is missing ends the run before anything is seeded'],
  },
  'INC-11': {
    [rendered]: ['its Pod may do nothing that it need not, from an image that is pinned'],
    [dataPlane]: [
      'the pull Secret is a registry login whatever the token holds, in each namespace that this environment renders',
    ],
  },
  // In the namespace of these tests no network is there from which anything could be installed.
  'INC-12': {
    'test/rendering/bundle-program.process.test.ts': ['imports modules of Node.js and nothing else'],
    [bootstrap]: ['its first run initialises, unseals, configures and seeds'],
  },
  'INC-13': {
    [rendered]: ['its settings say what the profile says'],
    [bootstrap]: ['its first run initialises, unseals, configures and seeds'],
  },
  'INC-14': { [bootstrap]: ['every ExternalSecret becomes Ready but those whose producers have not run'] },
  'INC-15': {
    'test/lifecycle/reconcile/access.test.ts': [
      'everything that is managed is sent, empty fields included, and neither reviewer token nor authority',
    ],
    [drift]: ['finds every kind of change, and names what changed'],
    [vaultCore]: ['Vault of $environment may review tokens, and read namespaces where a role selects them by label'],
  },
  'INC-16': {
    [bootstrap]: ['Vault that restarted sealed is unsealed by the next run, and the operator recovers'],
    [kills]: ['dies at every request until Vault is open'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-17': { [vaultCore]: ['Vault of $environment is ready as its unsealing needs'] },
  'INC-18': { [smokes]: ['is red for $title ($incident), with Secret, key and remedy'] },
  'INC-19': {
    'test/lifecycle/clients/upstream/local-upstream.test.ts': ['names all that it refuses at once'],
    [opening]: ['that are %s are a named state', 'that are there while Vault is not initialised are never overwritten'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
    [guard]: ['every gap is named at once, with Secret, key, Vault key and remedy, and no value'],
  },
  'INC-20': {
    [catalogue]: ['every Vault key that is read has a writer, and every one that is written has a reader or a reason'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-21': { [writeRule]: ['an entry without "value" is somebody else’s'] },
  'INC-22': {
    'test/constructs/secret-template.test.ts': ['prints its text and, by name, only what was fetched'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-23': {
    [dataPlane]: ['each Secret that the database chart delivers is mirrored to a path that nothing reads'],
    [writeRule]: ['a changed upstream value is copied, unless somebody else wrote on top of ours'],
    [rotate]: [
      'gives a new value, composes what is made of it, and follows both into Secrets and workloads',
      'that is killed between two keys is finished by bootstrap',
    ],
    [drift]: ['finds every kind of change, and names what changed'],
    [guard]: ['every gap is named at once, with Secret, key, Vault key and remedy, and no value'],
  },
  'INC-24': {
    'test/constructs/composed-url.test.ts': ['gives back whatever the user and the password are'],
    [writeRule]: [
      'arrive from Git and from upstream as they are, composed ones decode to them, and a second run knows them',
    ],
    [composed]: ['comes out as it went in, halves of characters replaced', 'leaves each part of the URL what it is'],
    [guard]: ['every gap is named at once, with Secret, key, Vault key and remedy, and no value'],
  },
  'INC-25': {
    [bootstrap]: [
      'each role may do exactly what its policy lists',
      'another account and another namespace get no token',
    ],
    [store]: ['that may not be written ends the run'],
    [drift]: ['finds every kind of change, and names what changed'],
  },
  'INC-26': { [bootstrap]: ['every ExternalSecret becomes Ready but those whose producers have not run'] },
  'INC-27': {
    [dataPlane]: ['the client-patcher extracts exactly the declared clients whose secrets this environment reads'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-28': {
    [rotate]: ['gives a new value, composes what is made of it, and follows both into Secrets and workloads'],
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-31': {
    'test/constructs/helm-values.test.ts': [
      'keep every leaf of the later ones, and of the earlier ones what those do not touch',
    ],
  },
  'INC-36': {
    [rendered]: ['one CronJob runs each minute, never twice at a time, and leaves little behind'],
    [bootstrap]: ['two runs at once are safe'],
  },
  'INC-39': {
    [smokes]: ['is red for $title ($incident), with Secret, key and remedy'],
  },
  'INC-40': { [smokes]: ['is red for $title ($incident), with Secret, key and remedy'] },
  'INC-42': { [operator]: ['no spec differs from the rendered one'] },
};

/** Names the tests of an incident by file. */
export const testsAgainst = (incident: string): [file: string, names: readonly string[]][] =>
  Object.entries(incidentTests[incident] ?? {});
