/** What part of a manifest a credential stands in; each part has its rule. */
export type CredentialPlace =
  | 'secret-data'
  | 'env'
  | 'argument'
  | 'annotation'
  | 'configmap'
  | 'values'
  | 'template'
  | 'field'
  | 'generator';
