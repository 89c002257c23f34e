import { z } from 'zod';
import type { Position } from '../../model/diagnostics/diagnostic.ts';
import { matchesGlob } from '../engine/glob.ts';
import { judgedFile } from './judged-file.ts';
import type { Suppression } from './suppression.ts';

/** Schema of one suppression in the configuration file. */
export const suppressionSchema = z
  .strictObject({
    rule: z.string().min(1).describe('Id or code of the rule'),
    file: z.string().min(1).optional().describe('Glob of the files, as findings show them'),
    object: z
      .strictObject({
        kind: z.string().min(1).optional(),
        namespace: z.string().min(1).optional(),
        name: z.string().min(1),
      })
      .optional()
      .describe('The object that the finding is about'),
    field: z.string().min(1).optional().describe('Field of the object, as findings show it'),
    reason: z.string().trim().min(1).describe('Why the finding is accepted'),
    until: z.iso.date().optional().describe('Last day on which it counts'),
  })
  .refine(({ file, object }) => file !== undefined || object !== undefined, 'name the file or the object');
type SuppressionSetting = z.output<typeof suppressionSchema>;

/** Makes the suppressions of a configuration file. */
export const fileSuppressions = (settings: readonly SuppressionSetting[], position: Position): Suppression[] =>
  settings.map(({ rule, file, object, field, reason, until }) => ({
    rules: [rule],
    reason,
    ...(until !== undefined && { until }),
    position,
    covers: ({ place }) =>
      (file === undefined || matchesGlob(judgedFile(place) ?? '', file)) &&
      (object === undefined ||
        (object.name === place.object?.name &&
          (object.kind === undefined || object.kind === place.object.kind) &&
          (object.namespace === undefined || object.namespace === place.object.namespace))) &&
      (field === undefined || field === place.field),
  }));
