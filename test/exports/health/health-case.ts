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

/** Fields of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns what makes cases of one kind, of an object in its third generation. */
export const of =
  (apiVersion: string, kind: string) =>
  (title: string, health: Health, fields: Fields, more: Pick<HealthCase, 'says' | 'own'> = {}): HealthCase => {
    const { metadata, ...others } = fields;
    const named = { name: 'shop', namespace: 'shop', generation: 3, ...(metadata as Fields | undefined) };
    return { title: `${kind}: ${title}`, object: { apiVersion, kind, metadata: named, ...others }, health, ...more };
  };

/** A condition of a status. */
export const condition = (type: string, status: string, more: Fields = {}): Fields => ({ type, status, ...more });

/** What a status says of the generation that it is of. */
export const at = (observedGeneration: number, more: Fields = {}): Fields => ({ observedGeneration, ...more });
