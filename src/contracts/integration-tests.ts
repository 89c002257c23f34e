import { secret, vault } from '../platform/definition.ts';
import { wwwAmeidePlatformAuthSecret } from './www-ameide-platform.ts';

const viewerPassword = vault.generated('playwright-viewer-password');

export const playwrightIntTestsSecrets = secret('playwright-int-tests-secrets', {
  purpose: 'Test personas of the end-to-end tests; never present where customers are',
  externalSecret: 'playwright-int-tests-secret-sync',
  audience: 'tests',
  environments: ['local', 'dev'],
  keys: {
    E2E_SSO_USERNAME: vault.literal('playwright-sso-username', 'e2e-sso'),
    E2E_SSO_PASSWORD: vault.generated('playwright-sso-password'),
    E2E_VIEWER_PASSWORD: viewerPassword,
    PLAYWRIGHT_OWNER_PASSWORD: vault.generated('playwright-owner-password'),
    PLAYWRIGHT_VIEWER_PASSWORD: viewerPassword,
    PLAYWRIGHT_NEWMEMBER_PASSWORD: vault.generated('playwright-newmember-password'),
    AUTH_SECRET: wwwAmeidePlatformAuthSecret,
  },
});
