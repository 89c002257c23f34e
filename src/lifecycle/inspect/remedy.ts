/** What a remedy must know about one Vault key: who writes it, and where an external value comes from. */
export interface KeyFact {
  /** `bootstrap`, `upstream`, `others`, `mirror`, or the name of the producer. */
  readonly writer: string;
  /** Name of the value in the upstream store. */
  readonly upstream?: string | undefined;
}

interface ProgramName {
  readonly name: string;
  readonly namespace: string;
}

/** What remedies of an environment are made of. */
export interface RemedyFacts {
  /** The CronJob that writes Vault, where the environment has one. */
  readonly bootstrap?: ProgramName | undefined;
  /** What the Job that writes Vault is called, where the environment is regulated and has one. */
  readonly configurator?: ProgramName | undefined;
  /** Vault keys by id. */
  readonly keys: Readonly<Record<string, KeyFact>>;
}

/** Names no more of a list than a person reads. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ');
}

/**
 * Returns how what writes Vault in the cluster runs once more, at once; `undefined` where nothing there does.
 */
export function rerunOf({
  bootstrap,
  configurator,
}: Pick<RemedyFacts, 'bootstrap' | 'configurator'>): { readonly who: string; readonly how: string } | undefined {
  if (bootstrap) {
    const { name, namespace } = bootstrap;
    const job = `${name.slice(0, 52)}-by-hand`;
    return { who: 'Bootstrap', how: `\`kubectl -n ${namespace} create job ${job} --from=cronjob/${name}\`` };
  }
  if (!configurator) return undefined;
  const { name, namespace } = configurator;
  // Its Job ends in a digest; what applies the manifests makes the same one anew.
  const remove = `kubectl -n ${namespace} delete job -l app.kubernetes.io/name=${name}`;
  return { who: 'The configurator', how: `\`${remove}\`, and GitOps makes the Job anew` };
}

/**
 * Returns who must act so that Vault keys get their values: one sentence for each writer.
 * @param ids ids of the Vault keys
 */
export function remedyOf(ids: readonly string[], facts: RemedyFacts): string {
  const { keys } = facts;
  const byWriter = new Map<string, string[]>();
  for (const id of [...new Set(ids)].sort()) {
    const writer = keys[id]?.writer ?? '';
    byWriter.set(writer, [...(byWriter.get(writer) ?? []), id]);
  }
  const run = rerunOf(facts);
  const sentences = [...byWriter].map(([writer, own]) => {
    const what = `Vault key${own.length === 1 ? '' : 's'} ${listed(own)}`;
    switch (writer) {
      case 'bootstrap':
        return run
          ? `${run.who} writes ${what}: ${run.how}.`
          : `Write ${what} by what seeds this Vault (scoped job or Terraform).`;
      case 'upstream': {
        const names = listed(own.map((id) => keys[id]?.upstream ?? id));
        const then = run ? `. ${run.who} copies it: ${run.how}` : '; then copy it into Vault';
        return `Put ${names} into the upstream store for ${what}${then}.`;
      }
      case 'others':
        return `Others manage ${what}: ask them for the value.`;
      case 'mirror':
        return `${what} is an audit copy: look at its PushSecret.`;
      case '':
        return `Write ${what}.`;
      default:
        return `Run producer "${writer}", which writes ${what}.`;
    }
  });
  return sentences.join(' ');
}
