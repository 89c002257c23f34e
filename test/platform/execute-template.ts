/**
 * Executes the few forms of the operator's template engine that contracts use.
 *
 * Another form is left as it is, so that a test which compares the result fails.
 */
export function executeTemplate(template: string, variables: Readonly<Record<string, string>>): string {
  const value = (name: string): string => {
    const found = variables[name];
    if (found === undefined) throw new Error(`the template reads ${name}, which is not fetched`);
    return found;
  };
  return template
    .replace(/\{\{ printf "%s:%s" \(index \. "([^"]+)"\) \(index \. "([^"]+)"\) \| b64enc \}\}/g, (_, user, password) =>
      Buffer.from(`${value(user)}:${value(password)}`).toString('base64'),
    )
    .replace(/\{\{ index \. "([^"]+)" \| toJson \}\}/g, (_, name) => JSON.stringify(value(name)))
    .replace(/\{\{ index \. "([^"]+)" \}\}/g, (_, name) => value(name));
}
