import type { Severity } from '../../model/diagnostics/diagnostic.ts';
import { LiteralDoubts } from '../certainty/literal-doubts.ts';
import type { CredentialPlace } from '../credential/credential-place.ts';
import type { CredentialForm } from '../credential/verdict.ts';
import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { CredentialSite } from '../indexing/credential-collector.ts';
import type { ManifestIndex } from '../indexing/manifest-index.ts';
import { field, name, phrase, type ReportText } from './report-text.ts';

/** Describes how a text turned out to be a credential. */
export function formInWords(form: CredentialForm): ReportText {
  switch (form) {
    case 'literal':
      return phrase('a literal value');
    case 'default':
      return phrase('a literal default inside a variable');
    case 'private-key':
      return phrase('a private key');
    case 'url':
      return phrase('a URL with a password in it');
    case 'registry-login':
      return phrase('a registry login');
    case 'token':
      return phrase('a token of a known service');
    case 'access-key-id':
      return phrase('the id of an access key, which says whose account it opens');
    case 'hash':
      return phrase('a password hash');
  }
}

/** The one message of the rules against inline credentials. */
export const credentialMessages = {
  inline: ({ key, form }: { key: ReportText; form: ReportText }): string => `"${key}" holds ${form}`,
  doubtful: ({ key }: { key: ReportText; form: ReportText }): string =>
    `"${key}" holds a credential or the name of one`,
  placeholder: ({ key }: { key: ReportText; form: ReportText }): string =>
    `"${key}" holds a placeholder, or a weak credential`,
  unread: ({ key }: { key: ReportText; form: ReportText }): string =>
    `"${key}" holds what looks like a credential, in a text that is no YAML and was read line by line`,
  ofFolder: ({ key, count }: { key: ReportText; form: ReportText; count: number }): string =>
    `"${key}" holds the name of its folder, as in ${count} files: a name, or a weak credential`,
  named: ({ key }: { key: ReportText; form: ReportText }): string =>
    `"${key}" holds what a Secret or a key of one is called here: the name of a credential, or a weak one`,
  shaped: ({ key }: { key: ReportText; form: ReportText }): string =>
    `"${key}" holds names between signs: where a credential is, or a weak one`,
  repeated: ({ key, count }: { key: ReportText; form: ReportText; count: number }): string =>
    `"${key}" holds a text of words that stands ${count} times alike: a default, a name, or a weak credential`,
};

interface CredentialReport {
  readonly index: ManifestIndex;
  readonly configuration: GuardrailConfiguration;
  report(
    message: 'inline' | 'doubtful' | 'placeholder' | 'unread' | 'repeated' | 'ofFolder' | 'named' | 'shaped',
    site: CredentialSite['site'],
    parameters: { key: ReportText; form: ReportText; count: number },
    as?: Severity,
  ): void;
}

/** Reports the credentials that stand in some places, hashes apart: they have a rule of their own. */
export function reportCredentials(
  { index, configuration, report }: CredentialReport,
  places: readonly CredentialPlace[],
  isWanted: (site: CredentialSite) => boolean = ({ form }) => form !== 'hash',
): void {
  const doubts = LiteralDoubts.of(index, configuration);
  for (const credential of index.credentialsIn(...places))
    if (isWanted(credential)) {
      const own = doubts.about(credential);
      const count = own !== undefined && 'count' in own ? own.count : 0;
      const parameters = { key: keyShown(credential), form: formInWords(credential.form), count };
      if (credential.doubt === 'name') report('doubtful', credential.site, parameters, 'note');
      else if (credential.doubt === 'placeholder') report('placeholder', credential.site, parameters, 'note');
      else if (own !== undefined) report(own.why, credential.site, parameters, 'note');
      else report('inline', credential.site, parameters);
    }
}

/** Where no name makes it a credential, the field says where it is. */
const keyShown = ({ key, site }: CredentialSite): ReportText => (key === '' ? field(site.path.slice(-1)) : name(key));
