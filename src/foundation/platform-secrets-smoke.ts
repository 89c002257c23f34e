import { gitlabApiCredentials, gitlabApiCredentialsE2e } from '../contracts/gitlab.ts';
import { keycloakClientDigests } from '../contracts/keycloak.ts';
import { localCa } from '../contracts/local-ca.ts';
import { Smoke, type SmokeProbe } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { nodeImage } from '../platform/node-image.ts';

/**
 * Who a token belongs to, which GitLab tells only that token.
 * @see https://docs.gitlab.com/api/users/
 */
const asksForItself = (credentials: typeof gitlabApiCredentials | typeof gitlabApiCredentialsE2e): SmokeProbe => ({
  name: 'GitLab',
  url: credentials.key('GITLAB_API_URL'),
  path: '/user',
  token: credentials.key('GITLAB_TOKEN'),
  header: 'PRIVATE-TOKEN',
});

/**
 * The Secrets of the platform are there, with the client secrets that Keycloak has and tokens that GitLab
 * takes.
 */
export class PlatformSecretsSmoke extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'platform-secrets-smoke', { owner: 'platform-foundation', phase: 399 });
    const { name, lifecycle } = env.environment;
    new Smoke(this, {
      image: nodeImage,
      digests: keycloakClientDigests,
      probes: [gitlabApiCredentials, ...(lifecycle === 'ephemeral' ? [gitlabApiCredentialsE2e] : [])].map(
        asksForItself,
      ),
      // No public authority signs what is only on a workstation.
      ...(name === 'local' && { authority: localCa.key('ca.crt') }),
    });
  }
}
