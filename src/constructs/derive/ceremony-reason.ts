/** Why nothing in the cluster opens Vault in a regulated environment, for whoever waits for it. */
export const ceremonyReason = (environment: string): string =>
  `Nothing in the cluster initialises or unseals Vault in "${environment}": people do it once, and a key service from then on. ` +
  `Phase 150 waits until then, and goes on by itself: see vaultwright ceremony plan -e ${environment}`;
