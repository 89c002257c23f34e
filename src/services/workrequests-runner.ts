import { codexAuthRotating } from '../contracts/codex.ts';
import { workrequestsStorage } from '../contracts/minio.ts';
import { ghcrToken } from '../contracts/registry.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const githubToken = secret('workrequests-github-token', {
  purpose: 'Token with which the runner opens pull requests',
  keys: { token: ghcrToken },
});

const domainToken = secret('workrequests-domain-token', {
  purpose: 'Token with which the runner reports to its domain service',
  keys: { token: vault.generated('workrequests-domain-token') },
});

const minio = secret('workrequests-minio-credentials', {
  purpose: 'MinIO user of the runner',
  keys: { accessKey: workrequestsStorage.accessKey, secretKey: workrequestsStorage.secretKey },
});

const codexAuth = codexAuthRotating.at(0);

/** Works on requests with a coding agent, in environments without customers. */
export class WorkrequestsRunner extends Service {
  constructor(env: Env) {
    super(env, 'workrequests-runner', { owner: 'platform-dx', phase: 650, environments: ['local', 'dev'] });
    new ServiceSecrets(this, [githubToken, domainToken, minio]);
    this.values({
      // Off would make local an exception, and the runner start without what it needs.
      secrets: {
        enabled: true,
        githubToken: { existingSecret: githubToken, key: githubToken.key('token') },
        domainToken: { existingSecret: domainToken, key: domainToken.key('token') },
        minio: {
          existingSecret: minio,
          accessKeyKey: minio.key('accessKey'),
          secretKeyKey: minio.key('secretKey'),
        },
      },
    });
    this.values(
      {
        extraVolumes: [
          {
            name: 'codex-auth',
            secret: { secretName: codexAuth, items: [{ key: codexAuth.key('auth.json'), path: 'auth.json' }] },
          },
        ],
        extraVolumeMounts: [{ name: 'codex-auth', mountPath: '/codex-home', readOnly: true }],
      },
      // A Pod's volume has no such field, and the API server refuses unknown ones.
      { creationSwitch: false },
    );
  }
}
