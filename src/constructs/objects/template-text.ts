import { textFor } from '../../model/declarations/per-environment.ts';
import type { SecretTemplate, TemplateVariable } from '../../model/declarations/template.ts';
import type { VaultKey } from '../../model/declarations/vault-key.ts';

/** Returns the name under which a template refers to a fetched value. */
export type VariableName = (key: VaultKey) => string;

/**
 * Writes a template in the operator's engine (Go templates, sprig); empty where all of its text is empty in
 * this environment.
 * @see https://external-secrets.io/latest/guides/templating/
 */
export function templateText(template: SecretTemplate, environment: object, nameOf: VariableName): string {
  const value = (key: VaultKey): string => `index . ${JSON.stringify(nameOf(key))}`;
  let written = '';
  let text = '';
  for (const part of template.parts) {
    if ('text' in part) {
      text += textFor(part.text, environment as never);
      continue;
    }
    written += literal(text, true);
    text = '';
    if ('basicAuth' in part) {
      const [user, password] = part.basicAuth;
      written += `{{ printf "%s:%s" (${value(user)}) (${value(password)}) | b64enc }}`;
    } else written += `{{ ${value(part.key)}${filters[part.filter]} }}`;
  }
  return written + literal(text, false);
}

/**
 * Prints braces that the engine would take for the start of a variable, by themselves or with the one that
 * follows.
 */
const literal = (text: string, isBeforeVariable: boolean): string =>
  text.replace(isBeforeVariable ? /\{{2,}|\{$/g : /\{{2,}/g, (braces) => `{{ ${JSON.stringify(braces)} }}`);

const filters: Readonly<Record<TemplateVariable['filter'], string>> = {
  plain: '',
  json: ' | toJson',
  // urlquery writes a space as "+", which only a query string would read back as a space.
  url: ' | urlquery | replace "+" "%20"',
  base64: ' | b64enc',
};
