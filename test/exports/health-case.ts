/** What Argo CD says of an object. */
export type Health = 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended';

/** An object as the cluster holds it, and its health. */
export interface HealthCase {
  readonly title: string;
  readonly object: Readonly<Record<string, unknown>> & { readonly apiVersion: string; readonly kind: string };
  readonly health: Health;
  /** What the message must tell. @default anything */
  readonly says?: string;
  /**
   * What Argo CD's own check says where that is something else; `none` where it has no check and so counts
   * the object as Healthy.
   */
  readonly own?: Health | 'none';
}
