import { producer, secret, template, vault } from '../platform/definition.ts';

/** The job of GitLab that mints one access token for each consumer. */
export const gitlabTokensReconciler = producer('platform-gitlab-service-tokens-reconciler');

const apiUrl = template`https://gitlab.${(env) => env.domain}/api/v4`;

export const gitlabApiCredentials = secret('gitlab-api-credentials', {
  purpose: 'Access token of Backstage for the GitLab API',
  externalSecret: 'gitlab-api-credentials-backstage-sync',
  keys: {
    GITLAB_TOKEN: vault.produced((env) => `gitlab/tokens/${env.name}/backstage`, {
      by: gitlabTokensReconciler,
      until: 'absent',
    }),
    GITLAB_API_URL: apiUrl,
  },
});

export const gitlabApiCredentialsE2e = secret('gitlab-api-credentials-e2e', {
  purpose: 'Access token of tests that create GitLab projects',
  audience: 'tests',
  environments: ['local', 'dev'],
  keys: {
    GITLAB_TOKEN: vault.produced((env) => `gitlab/tokens/${env.name}/e2e`, {
      by: gitlabTokensReconciler,
      until: 'absent',
    }),
    GITLAB_API_URL: apiUrl,
  },
});
