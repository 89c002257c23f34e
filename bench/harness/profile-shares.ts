interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** The part of a V8 CPU profile, as `node --cpu-prof` writes it, that tells where time went. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** A part of a program: the calls below a function with this name, and in this file if one is given. */
export interface Part {
  readonly name: string;
  readonly functionName: string;
  /** End of the file's URL. */
  readonly file?: string;
}

/**
 * Splits the time of a profile among parts of the program, in milliseconds; a sample belongs to the innermost
 * part on its stack.
 *
 * What belongs to none is `other`, garbage collection is a part of its own, and idling counts nowhere.
 */
export function profileShares(profile: CpuProfile, parts: readonly Part[]): Map<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const partOf = new Map<number, string | undefined>();
  const visit = (id: number, outer: string | undefined): void => {
    const node = nodes.get(id);
    if (node === undefined) return;
    const { functionName, url } = node.callFrame;
    const part = parts.find((one) => one.functionName === functionName && url.endsWith(one.file ?? ''))?.name;
    const own =
      functionName === '(garbage collector)' ? 'garbage collection' : functionName === '(idle)' ? 'idle' : part;
    partOf.set(id, own ?? outer);
    for (const child of node.children ?? []) visit(child, own ?? outer);
  };
  const [root] = profile.nodes;
  if (root !== undefined) visit(root.id, undefined);

  const shares = new Map<string, number>(parts.map(({ name }) => [name, 0]));
  for (const [i, sample] of profile.samples.entries()) {
    const part = partOf.get(sample) ?? 'other';
    if (part !== 'idle') shares.set(part, (shares.get(part) ?? 0) + (profile.timeDeltas[i] ?? 0) / 1000);
  }
  return shares;
}
