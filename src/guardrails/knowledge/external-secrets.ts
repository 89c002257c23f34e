const source = 'https://github.com/external-secrets/external-secrets/blob/';
const controller = `${source}v0.20.4/pkg/controllers/externalsecret/externalsecret_controller.go`;

/** What the operator does by `target.creationPolicy`. */
export interface CreationPolicy {
  /** How it treats the Secret; absent where it writes none. */
  readonly ownership?: 'owns' | 'shares' | 'adds';
  /**
   * Whether it makes itself the controller of the Secret: no other ExternalSecret may then write it
   * (`ErrSecretIsOwned`, v0.11.0).
   */
  readonly isController: boolean;
  readonly since: string;
  readonly page: string;
}

/**
 * The creation policies, in lower case.
 * @see https://external-secrets.io/latest/guides/ownership-deletion-policy/
 */
export const creationPolicies: Readonly<Record<string, CreationPolicy>> = {
  owner: { ownership: 'owns', isController: true, since: 'v0.1.0', page: controller },
  // It creates or overwrites, and sets no reference: it clears what others added.
  orphan: { ownership: 'owns', isController: false, since: 'v0.5.0', page: controller },
  // A Secret that is not there is waited for (`SecretMissing`), never created.
  merge: { ownership: 'adds', isController: false, since: 'v0.1.0', page: controller },
  createormerge: {
    ownership: 'shares',
    isController: false,
    since: 'v2.8.0',
    page: `${source}v2.8.0/pkg/controllers/externalsecret/externalsecret_controller.go`,
  },
  none: { isController: false, since: 'v0.1.0', page: controller },
};

/**
 * Keys that the generators of the operator give, by kind in lower case; absent where their settings decide.
 * @see https://external-secrets.io/latest/guides/generator/
 */
export const generatorKeys: Readonly<Record<string, readonly string[]>> = {
  sshkey: ['privateKey', 'publicKey'],
  uuid: ['uuid'],
  ecrauthorizationtoken: ['username', 'password', 'proxy_endpoint', 'expires_at'],
  gcraccesstoken: ['username', 'password', 'expiry'],
  acraccesstoken: ['username', 'password'],
  githubaccesstoken: ['token'],
  quayaccesstoken: ['registry', 'auth', 'expiry'],
  stssessiontoken: ['access_key_id', 'secret_access_key', 'session_token', 'expiration'],
  mfa: ['token', 'timeLeft'],
  grafana: ['login', 'token'],
  cloudsmithaccesstoken: ['auth', 'expiry'],
};
