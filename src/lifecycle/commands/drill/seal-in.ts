/**
 * Returns the seal of a configuration in HCL, with the plugin that serves it; `undefined` where it has none.
 * @param text as it is rendered, or a file with the seal alone
 */
export function sealIn(text: string | undefined): string | undefined {
  const blocks = text?.match(/^(?:seal|plugin "kms") "[^\n]*\{\n(?:[^}\n][^\n]*\n)*\}$/gm) ?? [];
  return blocks.some((block) => block.startsWith('seal')) ? blocks.join('\n\n') : undefined;
}
