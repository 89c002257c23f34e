import type { BundledName } from '../programs/programs.ts';

/**
 * The programs that Jobs run in the cluster, each as the text of one ES module without imports other than
 * those of Node.js.
 */
export type Programs = { readonly [N in BundledName]: () => string };
