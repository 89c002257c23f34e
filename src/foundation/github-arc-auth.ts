import { ghcrToken } from '../contracts/registry.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, FoundationComponent, secret } from '../platform/definition.ts';

const arcGithubAuth = secret('arc-github-auth', {
  purpose: 'Token with which self-hosted runners register',
  keys: { github_token: ghcrToken },
});

/** Login of the self-hosted runners. */
export class GithubArcAuth extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'github-arc-auth', { owner: 'platform-foundation', phase: 30, namespace: 'arc-runners' });
    new ServiceSecrets(this, arcGithubAuth);
    this.values({ githubConfigSecret: arcGithubAuth });
  }
}
