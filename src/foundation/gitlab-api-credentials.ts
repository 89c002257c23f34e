import { gitlabApiCredentials, gitlabApiCredentialsE2e } from '../contracts/gitlab.ts';
import { ServiceSecrets, TestSecrets } from '../index.ts';
import { type Env, SharedBundle } from '../platform/definition.ts';

/** One GitLab access token for each consumer. */
export class GitlabApiCredentials extends SharedBundle {
  constructor(env: Env) {
    super(env, 'foundation-gitlab-api-credentials', {
      owner: 'platform-foundation',
      phase: 356,
      approval: {
        owner: 'platform-foundation',
        date: '2026-11-24',
        reason: 'Tokens are minted for consumers that do not know GitLab and are removed together with it',
        backlog: '710',
      },
    });
    new ServiceSecrets(this, gitlabApiCredentials);
    const { environment } = env;
    if (environment.lifecycle === 'ephemeral') new TestSecrets(this, gitlabApiCredentialsE2e, { environment });
  }
}
