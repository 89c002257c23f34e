import { z } from 'zod';

/** Schema of the decision that allows a bundle to own Secrets of several services. */
export const approvalSchema = z.strictObject({
  /** Who decided. */
  owner: z.string().min(1),
  /** Day of the decision, `YYYY-MM-DD`. */
  date: z.iso.date(),
  reason: z.string().min(1),
  /** Reference of the decision in the backlog. */
  backlog: z.string().min(1),
});
/** The recorded decision behind a bundle. */
export type Approval = z.input<typeof approvalSchema>;
