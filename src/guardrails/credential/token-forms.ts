/** The form that a service gives its tokens, by its documentation. */
export interface TokenForm {
  readonly form: RegExp;
  /**
   * True where it counts only in what comes from declarations: elsewhere a text of that form is as often
   * something else, or nobody has measured yet how often.
   * @default false
   */
  readonly isStrict?: true;
}

const of = (form: RegExp): TokenForm => ({ form });
const strict = (form: RegExp): TokenForm => ({ form, isStrict: true });

/** Tokens of known services. */
export const tokenForms: readonly TokenForm[] = [
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  of(/\bgh[pousr]_[A-Za-z0-9]{30,}/),
  of(/\bgithub_pat_[A-Za-z0-9_]{22,}/),
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  of(/\bgl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20,}/),
  strict(/\bgl(?:cbt|agent|oas|ft|soat|imt|ffct|rtr)-[A-Za-z0-9_-]{20,}/),
  // https://api.slack.com/concepts/token-types
  of(/\bxox[abprs]-[A-Za-z0-9-]{10,}/),
  strict(/\bx(?:app-\d-[A-Za-z0-9-]{20,}|oxe\.xox[bp]-\d-[A-Za-z0-9-]{20,}|oxe-\d-[A-Za-z0-9-]{20,})/),
  of(/hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  of(/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/),
  // https://docs.stripe.com/keys, https://docs.stripe.com/webhooks/signature
  of(/\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/),
  strict(/\bwhsec_[A-Za-z0-9+/=]{24,}/),
  // https://platform.openai.com/docs/api-reference/authentication
  of(/\bsk-(?:ant-|proj-|lf-)?[A-Za-z0-9_-]{20,}/),
  // https://cloud.google.com/docs/authentication/api-keys,
  // https://developers.google.com/identity/protocols/oauth2
  of(/\bAIza[A-Za-z0-9_-]{30,}/),
  strict(/\bGOCSPX-[A-Za-z0-9_-]{24,}/),
  strict(/\bya29\.[A-Za-z0-9_-]{20,}/),
  // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
  of(/\bhv[sb]\.[A-Za-z0-9_-]{20,}/),
  strict(/\bhvr\.[A-Za-z0-9_-]{20,}/),
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  strict(/\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{40,}/),
  // https://docs.npmjs.com/about-access-tokens, https://pypi.org/help/#apitoken,
  // https://guides.rubygems.org/api-key-scopes/
  of(/\bnpm_[A-Za-z0-9]{30,}/),
  of(/\bpypi-[A-Za-z0-9_-]{32,}/),
  strict(/\brubygems_[a-f0-9]{40,}/),
  strict(/\bcio[A-Za-z0-9]{32}\b/),
  strict(/\boy2[a-z0-9]{43}\b/),
  // https://docs.sendgrid.com/ui/account-and-settings/api-keys
  of(/\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/),
  // https://github.com/FiloSottile/age
  of(/\bAGE-SECRET-KEY-1[A-Z0-9]{40,}/),
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  of(/\bdop_v1_[a-f0-9]{40,}/),
  strict(/\bdo[or]_v1_[a-f0-9]{40,}/),
  // https://shopify.dev/docs/apps/build/authentication-authorization
  of(/\bshpat_[a-fA-F0-9]{32}/),
  strict(/\bshp(?:ss|ca|pa|rt)_[a-fA-F0-9]{32}/),
  // https://linear.app/developers/graphql
  of(/\blin_api_[A-Za-z0-9]{30,}/),
  strict(/\blin_oauth_[A-Za-z0-9]{30,}/),
  // https://www.rfc-editor.org/rfc/rfc7519, https://www.rfc-editor.org/rfc/rfc7516#section-3.1
  of(/\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/),
  strict(/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{0,700}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/),
  // https://discord.com/developers/docs/resources/webhook,
  // https://discord.com/developers/docs/reference#authentication
  of(/discord(?:app)?\.com\/api\/webhooks\/\d{10,}\/[\w-]{30,}/),
  strict(/\b[MNO][A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/),
  // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
  strict(/webhook\.office\.com\/webhookb2\/[a-f0-9@-]{60,}\/IncomingWebhook\/[a-f0-9]{32}/),
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/
  strict(/\bglsa_[A-Za-z0-9]{32}_[a-f0-9]{8}/),
  strict(/\bglc_[A-Za-z0-9+/=]{32,}/),
  // https://docs.docker.com/security/access-tokens/
  strict(/\bdckr_[op]at_[A-Za-z0-9_-]{20,}/),
  // https://huggingface.co/docs/hub/security-tokens
  strict(/\bhf_[A-Za-z]{30,}/),
  // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
  strict(/\bATATT[A-Za-z0-9+/=_-]{40,}/),
  strict(/\bAT(?:BB|CTT)[A-Za-z0-9+/=_-]{24,}/),
  // https://learning.postman.com/docs/developer/postman-api/authentication/
  strict(/\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}/),
  // https://core.telegram.org/bots/api#authorizing-your-bot
  strict(/\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/),
  // https://openrouter.ai/docs/api-reference/authentication, https://console.groq.com/docs/quickstart
  strict(/\bgsk_[A-Za-z0-9]{40,}/),
  // https://replicate.com/docs/reference/http, https://docs.perplexity.ai/
  strict(/\br8_[A-Za-z0-9]{37}\b/),
  strict(/\bpplx-[A-Za-z0-9]{40,}/),
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens
  strict(/\bEAA[A-Za-z0-9]{60,}/),
  // https://developer.squareup.com/docs/build-basics/access-tokens
  strict(/\bsq0(?:atp|csp)-[A-Za-z0-9_-]{22,}/),
  // https://www.twilio.com/docs/iam/api-keys
  strict(/\bSK[a-f0-9]{32}\b/),
  // https://documentation.mailgun.com/docs/mailgun/user-manual/get-started,
  // https://mailchimp.com/developer/marketing/guides/quick-start/
  strict(/\bkey-[a-f0-9]{32}\b/),
  strict(/\b[a-f0-9]{32}-us\d{1,2}\b/),
  // https://developers.notion.com/docs/authorization, https://airtable.com/developers/web/api/authentication
  strict(/\bntn_[A-Za-z0-9]{40,}/),
  strict(/\bsecret_[A-Za-z0-9]{43}\b/),
  strict(/\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b/),
  // https://developers.asana.com/docs/personal-access-token
  strict(/\b[012]\/\d{16}\/\d{16}:[a-f0-9]{32}\b/),
  // https://developers.figma.com/docs/rest-api/personal-access-tokens/
  strict(/\bfig[doru]r?_[A-Za-z0-9_-]{40,}/),
  // https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/
  strict(/\bpul-[a-f0-9]{40}\b/),
  // https://docs.databricks.com/dev-tools/auth/pat
  strict(/\bdapi[a-f0-9]{32}\b/),
  // https://docs.datadoghq.com/account_management/api-app-keys/
  strict(/\bdd[pa]t?_[A-Za-z0-9]{34,}/),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  strict(/\bNR(?:AK|AL|II|JS)-[A-Za-z0-9-]{19,}/),
  // https://docs.sentry.io/account/auth-tokens/
  strict(/\bsntry[su]_[A-Za-z0-9+/=_-]{40,}/),
  // https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication
  strict(/\bdt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}/),
  // https://planetscale.com/docs/concepts/service-tokens
  strict(/\bpscale_(?:tkn|pw|oauth)_[A-Za-z0-9=._-]{32,}/),
  // https://supabase.com/docs/guides/api/api-keys
  strict(/\bsb(?:p_[a-f0-9]{40}|_secret_[A-Za-z0-9_-]{20,})/),
  // https://fly.io/docs/security/tokens/
  strict(/\bfm\d[a-z]?_[A-Za-z0-9+/=_-]{60,}/),
  // https://docs.doppler.com/reference/auth-token-formats
  strict(/\bdp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/),
  // https://developer.1password.com/docs/service-accounts/
  strict(/\bops_eyJ[A-Za-z0-9+/=_-]{100,}/),
  // https://tailscale.com/kb/1277/key-prefixes
  strict(/\btskey-[a-z]{2,10}-[A-Za-z0-9_-]{16,}/),
  // https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/
  strict(/\bv1\.0-[a-f0-9]{24}-[a-f0-9]{146}\b/),
  // https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens
  strict(/\bAKC[a-z][A-Za-z0-9]{10,}/),
  strict(/\bcmVmdGtu[A-Za-z0-9+/=_-]{40,}/),
  // https://circleci.com/docs/managing-api-tokens/, https://buildkite.com/docs/apis/managing-api-tokens
  strict(/\bCCIPAT_[A-Za-z0-9]{20,}_[a-f0-9]{40}/),
  strict(/\bbkua_[a-f0-9]{40}\b/),
  // https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/
  strict(/\bsq[apu]_[a-f0-9]{40}\b/),
  // https://docs.snyk.io/snyk-api/authentication-for-api
  strict(/\bsnyk_[a-z]{3}\.[a-f0-9]{8}\.[A-Za-z0-9_-]{40,}/),
  // https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate
  strict(/\b[A-Za-z0-9]{52,80}AZDO[A-Za-z0-9]{4}\b/),
  // https://learn.microsoft.com/entra/identity-platform/howto-create-service-principal-portal
  strict(/\b[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/),
  // https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
  strict(/\bAccountKey=[A-Za-z0-9+/]{86}==/),
  // https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
  strict(/\bLTAI[A-Za-z0-9]{12,24}\b/),
  // https://yandex.cloud/docs/iam/concepts/authorization/api-key
  strict(/\bAQVN[A-Za-z0-9_-]{35,38}/),
  // https://www.contentful.com/developers/docs/references/authentication/
  strict(/\bCFPAT-[A-Za-z0-9_-]{40,}/),
  // https://developers.brevo.com/docs/getting-started
  strict(/\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}\b/),
  // https://duffel.com/docs/api/overview/making-requests, https://docs.easypost.com/docs/authentication
  strict(/\bduffel_(?:live|test)_[A-Za-z0-9_-]{40,}/),
  strict(/\bEZ[AT]K[A-Za-z0-9]{54}\b/),
  // https://developer.flutterwave.com/docs/authentication, https://developer.frame.io/
  strict(/\bFLWSECK(?:_TEST)?-[a-fA-F0-9]{32}-X\b/),
  strict(/\bfio-u-[A-Za-z0-9_=-]{60,}/),
  // https://docs.prefect.io/, https://docs.readme.com/main/reference/authentication
  strict(/\bpn[ub]_[A-Za-z0-9]{36}\b/),
  strict(/\brdme_[a-z0-9]{70}\b/),
  // https://www.typeform.com/developers/get-started/personal-access-token/
  strict(/\btfp_[A-Za-z0-9_.=-]{50,}/),
];
