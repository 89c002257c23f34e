/** The programs that Jobs run in the cluster, each as the text of one ES module without imports other than those of Node.js. */
export interface Programs {
  /** Initialises, unseals and fills the Vault of an ephemeral environment. */
  bootstrap(): string;
}
