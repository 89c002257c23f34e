/** What one action of a template does for the text around it. */
export interface TemplateAction {
  /** True where it prints what it reads from its data. */
  readonly isReference: boolean;
  /** Texts of its own that it may print. */
  readonly literals: readonly string[];
}

const quoted = /"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`/g;

/** Functions whose texts select, compare or cut, so that none of them is printed. */
const selecting =
  /\b(?:index|get|hasKey|eq|ne|lt|gt|le|ge|has|contains|hasPrefix|hasSuffix|trimPrefix|trimSuffix|trimAll|regexMatch|split|splitList|splitn|join|date|toDate|required|fail|lookup|include|template|kindIs|typeIs)\b[^|]*$/;
const control = /^(?:if|else|end|range|with|define|block|break|continue)\b/;
/** `.`, `.name`, `$name`, `$.name`, and the dotted names of other engines: `inputs.parameters.name`. */
const reading = /(?:^|[\s(|,=])(?:\$?\.(?=[\sA-Za-z_)|]|$)|\$[A-Za-z_]|[A-Za-z_]\w*\.[A-Za-z_])/;
const verbs = /%[-+# 0]{0,5}\d{0,9}(?:\.\d{1,9})?[a-zA-Z%]|\\[nrt"\\]/g;

/** Two letters are a code such as `%20`; three make a word, also in pieces. */
const mayBePrinted = (texts: readonly string[]): boolean => texts.join('').replace(/[^\p{L}\p{N}]+/gu, '').length >= 3;

/**
 * Reads the body of `{{ … }}`: one that reads no data prints a literal, by any functions, and a
 * text that a function of a reading one may print is a literal beside the reference.
 */
export function templateAction(body: string): TemplateAction {
  const action = body.replace(/^-\s|\s-$/g, ' ').trim();
  // What a comment says is nobody's reference, though nothing prints it.
  if (action.startsWith('/*')) {
    const said = action.replace(/^\/\*|\*\/$/g, '');
    return { isReference: false, literals: mayBePrinted([said]) ? [said] : [] };
  }
  const texts: string[] = [];
  let bare = '';
  let from = 0;
  for (const match of action.matchAll(quoted)) {
    bare += `${action.slice(from, match.index)}""`;
    from = match.index + match[0].length;
    const text = match[1] ?? match[2] ?? match[3] ?? '';
    const before = bare.slice(bare.lastIndexOf('|') + 1, -2);
    if (selecting.test(before)) continue;
    const shown = /\bprintf\s*$/.test(before) ? text.replace(verbs, '') : text;
    if (shown !== '') texts.push(shown);
  }
  bare += action.slice(from);
  const literals = mayBePrinted(texts) ? texts : [];
  if (control.test(bare)) return { isReference: false, literals };
  const isAssignment = /^\$\w+\s*:?=/.test(bare);
  const isReference = reading.test(isAssignment ? bare.replace(/^\$\w+\s*:?=/, '') : bare);
  if (isReference) return { isReference: !isAssignment, literals };
  return { isReference: false, literals: literals.length > 0 || action === '' ? literals : [action] };
}
