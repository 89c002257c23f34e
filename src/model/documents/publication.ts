import * as z from 'zod/mini';

/** File of the document, at the top of the output folder. */
export const publicationFile = 'publication.json';

/**
 * Schema of `publication.json`, version 1: which file of the output goes where in the GitOps repository. A
 * file that it does not name is not published.
 */
export const publicationSchema = z.strictObject({
  kind: z.literal('Publication'),
  version: z.literal(1),
  repository: z.strictObject({ url: z.string(), revision: z.string() }),
  /** Path in the repository by path in the output folder, sorted. */
  files: z.record(z.string(), z.string()),
});
/** Which file of the output goes where in the GitOps repository. */
export type Publication = z.output<typeof publicationSchema>;
