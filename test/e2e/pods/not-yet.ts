/** Something that a Pod refers to is not there yet; a kubelet would wait for it, and so does the runner. */
export class NotYet extends Error {
  /** Reason as a kubelet would report it. */
  readonly reason: 'ContainerCreating' | 'CreateContainerConfigError';

  constructor(reason: NotYet['reason'], message: string) {
    super(message);
    this.name = 'NotYet';
    this.reason = reason;
  }
}
