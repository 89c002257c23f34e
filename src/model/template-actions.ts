/** One `{{ … }}` of a template. */
export interface TemplateAction {
  /** With its braces. */
  readonly text: string;
  /** Without its braces and their dashes. */
  readonly body: string;
  readonly index: number;
}

/**
 * Lists the actions of a Go template, each to the nearest closing braces; the time grows with the length of
 * the text.
 */
export function templateActions(text: string): TemplateAction[] {
  const actions: TemplateAction[] = [];
  for (let open = text.indexOf('{{'); open !== -1; ) {
    const close = text.indexOf('}}', open + 2);
    if (close === -1) break;
    const body = text.slice(open + 2, close);
    actions.push({
      text: text.slice(open, close + 2),
      body: body.slice(body.startsWith('-') ? 1 : 0, body.endsWith('-') && body.length > 1 ? -1 : undefined),
      index: open,
    });
    open = text.indexOf('{{', close + 2);
  }
  return actions;
}
