/**
 * Returns the texts of the credentials document of one container registry, around its user, its password and
 * base64 of both.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
 */
export const dockerConfigJsonTexts = (registry: string) =>
  [
    `{"auths":{${JSON.stringify(registry)}:{"username":`,
    ',"password":',
    ',"auth":"',
    // Spaced, since checks of delivered values take two braces for a template that was never executed.
    '"} } }',
  ] as const;
