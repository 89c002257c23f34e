/** One recorded failure of the platform. */
interface Incident {
  readonly title: string;
  /** Why neither a rule nor a test can see it, or not all of it, and what guards against it there. */
  readonly unseen?: string;
}

const generator = 'The generator makes it impossible';
const cluster = 'Only a running cluster shows it';

/** The record, by id. */
export const incidents: Readonly<Record<string, Incident>> = {
  'INC-01': { title: 'A job read Secrets that only disabled charts rendered' },
  'INC-02': { title: 'Credentials left in overlays, ConfigMaps and chart defaults' },
  'INC-03': { title: 'No store or no role where an ExternalSecret lives' },
  'INC-04': { title: 'A shared manifest targeted the namespace of a service that was not installed' },
  'INC-05': { title: 'Two applications owned one Secret' },
  'INC-06': { title: 'A fixture was used as a real client secret' },
  'INC-07': { title: 'A consumer read the wrong key or Secret' },
  'INC-08': { title: 'A rerun of bootstrap could replace real values' },
  'INC-09': { title: 'An empty prefix turned back into its default' },
  'INC-10': { title: 'Bootstrap silently used fixture registry tokens' },
  'INC-11': { title: 'Private images were needed before the pull secret existed' },
  'INC-12': { title: 'Jobs installed their tools when they ran' },
  'INC-13': { title: 'Bootstrap and store used different Vault addresses' },
  'INC-14': { title: 'A pinned role audience answered 403' },
  'INC-15': { title: 'A projected token was stored as reviewer token' },
  'INC-16': { title: 'Vault was sealed after a restart' },
  'INC-17': { title: 'Argo CD waited for Vault before it ran the unsealer' },
  'INC-18': { title: 'Cluster-scoped names collided across environments' },
  'INC-19': {
    title: 'The local seed Secret was missing or held empty values',
    unseen: `${cluster} whether the script that writes the Secret came first; where it did not, the bootstrap names what is missing.`,
  },
  'INC-20': { title: 'ExternalSecret keys had no fixture' },
  'INC-21': { title: 'An ExternalSecret asked for a property that no writer sets' },
  'INC-22': { title: 'Template braces became a literal password' },
  'INC-23': {
    title: 'Passwords drifted between Vault, Secret and database',
    unseen:
      'Only the database knows which password it takes; one direction for each path keeps a copy from becoming the source.',
  },
  'INC-24': { title: 'An unencoded password broke a URI' },
  'INC-25': { title: 'A Vault policy lacked a path' },
  'INC-26': { title: 'Extraction was ordered after its readers' },
  'INC-27': {
    title: 'Extraction was skipped silently',
    unseen: `${cluster}: the patcher fails on a missing client and an empty secret; the rule checks its list of clients.`,
  },
  'INC-28': { title: 'Consumers kept stale secrets' },
  'INC-29': {
    title: 'Editing a one-time credential changed nothing',
    unseen: `${cluster}: which credential works once is a fact of Keycloak; the declarations mark it and the runbook says so.`,
  },
  'INC-30': { title: 'Hook Jobs used a ServiceAccount that did not exist' },
  'INC-31': { title: 'An overlay replaced a shared map; toggles were ignored' },
  'INC-32': { title: 'Applications of hooks alone were never synced again' },
  'INC-33': { title: 'Sync options were dropped by the ApplicationSet' },
  'INC-34': { title: 'Local storage classes reached managed clusters' },
  'INC-35': { title: 'Workloads looped on a missing Secret' },
  'INC-36': { title: 'Jobs overlapped and left residue' },
  'INC-37': { title: 'Namespaces and service names were hard-coded' },
  'INC-38': { title: 'Weak or placeholder material reached an environment' },
  'INC-39': {
    title: 'Readiness checks looked for old names',
    unseen: `${generator}: the names in checks come from the declarations that render the objects.`,
  },
  'INC-40': {
    title: 'State derived from Secrets was lost on reset',
    unseen: `${cluster}: a reconciler makes the state anew; manifests do not show what a program once wrote.`,
  },
  'INC-41': { title: 'Helm made Secrets at random' },
  'INC-42': { title: 'Controller defaults kept ExternalSecrets OutOfSync; a template dropped a fetched token' },
  'INC-43': {
    title: 'Credentials of a public repository stopped the sync',
    unseen: `${cluster}: only the registry knows which repository is public; the declarations hold no credential for one.`,
  },
  'INC-44': { title: 'Inputs of Argo CD were ignored or could not be parsed' },
  'INC-45': { title: 'Fixes by hand hid that nothing converged' },
};
