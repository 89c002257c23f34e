/**
 * Providers whose webhook demands a namespace beside each Secret that a ClusterSecretStore names, by their
 * field in lower case; the others take the namespace of the ExternalSecret where none is given.
 * @see https://github.com/external-secrets/external-secrets/blob/v2.9.0/runtime/esutils/utils.go (the rule)
 * @see https://github.com/external-secrets/external-secrets/tree/v2.9.0/providers/v1
 * (`ValidateSecretSelector`)
 */
export const providersThatNeedNamespaces: ReadonlySet<string> = new Set(
  (
    'akeyless barbican beyondtrustworkloadcredentials chef doppler dvls gitlab ibm keepersecurity nebiusmysterybox onboardbase onepassword ' +
    'onepasswordsdk oracle'
  ).split(' '),
);
