/** Recognises a name that a template or a substitution will finish: nothing can be looked up by it. */
export const isOpenName = (text: string): boolean => /\{[{=%]|\[\[|<%|\$[({A-Za-z]|<[A-Za-z]|^ENC\[|\uE000/.test(text);
