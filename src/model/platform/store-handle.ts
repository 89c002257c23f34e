import type { ExistingFactory } from '../declarations/existing-factory.ts';

/** Declares keys that others manage behind one store; nothing of the platform writes them. */
export interface StoreHandle<E> {
  /** Declares a secret of the provider, or one property of it. */
  readonly existing: ExistingFactory<E>;
}

/** The handles of a platform's further stores, by their names. */
export type StoreHandles<S, E> = { readonly [K in keyof S]: StoreHandle<E> };
