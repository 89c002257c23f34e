/** A request as it is sent again. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What the floor reads from standard input, as JSON. */
export interface FloorInput {
  readonly address: string;
  /** Token of the first login; the login of the recording gives the one of all later requests. */
  readonly token: string;
  readonly requests: readonly RecordedRequest[];
  /**
   * Folder of the API under which the requests of one key follow each other, and those of different keys need
   * not.
   */
  readonly mount: string;
  readonly connections: number;
}
