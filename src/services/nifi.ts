import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const sensitiveProps = secret('nifi-sensitive-props', {
  purpose: 'Key with which NiFi encrypts sensitive properties of its flows',
  keys: { 'sensitive-props-key': vault.generated('nifi-sensitive-props-key') },
});

/** NiFi; it does not start with a sensitive properties key that is too short or a placeholder. */
export class Nifi extends Service {
  constructor(env: Env) {
    super(env, 'nifi', {
      owner: 'platform-data',
      phase: 450,
      disabled: ({ name }) => name === 'local' && 'NiFi does not fit on a developer machine beside the rest',
    });
    new ServiceSecrets(this, sensitiveProps);
    this.values({
      sensitiveProps: {
        existingSecret: sensitiveProps,
        secretKey: sensitiveProps.key('sensitive-props-key'),
      },
    });
  }
}
