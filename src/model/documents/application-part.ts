import * as z from 'zod/mini';

const texts = z.readonly(z.array(z.string()));

/** What a component says of its Argo CD Application, as the document of an environment holds it. */
export const applicationPartSchema = z.strictObject({
  name: z.optional(z.string()),
  chart: z.optional(
    z.strictObject({
      repoURL: z.optional(z.string()),
      path: z.optional(z.string()),
      chart: z.optional(z.string()),
      version: z.optional(z.string()),
      skipCrds: z.optional(z.boolean()),
    }),
  ),
  syncOptions: texts,
  ignoreDifferences: z.readonly(
    z.array(
      z.strictObject({
        group: z.optional(z.string()),
        kind: z.string(),
        name: z.optional(z.string()),
        namespace: z.optional(z.string()),
        jsonPointers: z.optional(texts),
        jqPathExpressions: z.optional(texts),
        managedFieldsManagers: z.optional(texts),
      }),
    ),
  ),
  wave: z.optional(z.int()),
});
