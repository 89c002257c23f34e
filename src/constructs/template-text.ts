import { resolveFor } from '../model/per-environment.ts';
import type { SecretTemplate, TemplateVariable } from '../model/template.ts';
import type { VaultKey } from '../model/vault-key.ts';

/** Gives the name under which a template refers to a fetched value. */
export type VariableName = (key: VaultKey) => string;

/** Writes a template in the operator's engine (Go templates, sprig). @see https://external-secrets.io/latest/guides/templating/ */
export function templateText(template: SecretTemplate, environment: object, nameOf: VariableName): string {
  const value = (key: VaultKey): string => `index . ${JSON.stringify(nameOf(key))}`;
  return template.parts
    .map((part) => {
      if ('text' in part) return resolveFor(part.text, environment as never);
      if ('basicAuth' in part) {
        const [user, password] = part.basicAuth;
        return `{{ printf "%s:%s" (${value(user)}) (${value(password)}) | b64enc }}`;
      }
      return `{{ ${value(part.key)}${filters[part.filter]} }}`;
    })
    .join('');
}

const filters: Readonly<Record<TemplateVariable['filter'], string>> = {
  plain: '',
  json: ' | toJson',
  // urlquery writes a space as "+", which only a query string would read back as a space.
  url: ' | urlquery | replace "+" "%20"',
  base64: ' | b64enc',
};
