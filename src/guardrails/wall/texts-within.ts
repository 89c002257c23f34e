/** A text that stands in another one as a file or a document of its own. */
export interface InnerText {
  /** The name of the file, the variable or the language that it is for. */
  readonly name: string;
  readonly text: string;
  /** Where it begins in the text around it. */
  readonly offset: number;
}

const document = /<<-?\s{0,4}(["']?)([A-Za-z_]\w{0,40})\1/;
const fence = /^\s{0,40}(`{3,8}|~{3,8})\s{0,4}([\w-]{0,20})/;
const file = /(?:>{1,2}|\btee\b(?:\s{1,4}-a)?)\s{0,4}["']?([\w./$~{}-]{1,200})/;
const variable = /(?:\b([A-Za-z_]\w{0,60})=["']?\$\(cat|\bread\s{1,4}(?:-\w{1,4}\s{1,4}){0,3}([A-Za-z_]\w{0,60}))/;
const sink = /--password-stdin|chpasswd|--passphrase-fd|(?:-pass|-passin) stdin/;

const suffixes: Readonly<Record<string, string>> = {
  yaml: '.yaml',
  yml: '.yaml',
  json: '.json',
  sh: '.sh',
  bash: '.sh',
  shell: '.sh',
  console: '.sh',
  js: '.js',
  javascript: '.js',
  ts: '.ts',
  python: '.py',
  py: '.py',
  go: '.go',
  java: '.java',
  sql: '.sql',
  ini: '.ini',
  toml: '.toml',
  properties: '.properties',
  xml: '.xml',
  hcl: '.hcl',
  env: '.env',
};

/** Finds the here-documents of a script and the fenced blocks of a page. */
export function textsWithin(text: string): InnerText[] {
  if (!/<<|`{3}|~{3}/.test(text)) return [];
  const found: InnerText[] = [];
  const lines = text.split('\n');
  let at = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const start = at + line.length + 1;
    at = start;
    if (line.length > 5_000) continue;
    const [, , word] = document.exec(line) ?? [];
    const [, marks = '', language = ''] = fence.exec(line) ?? [];
    if (word === undefined && marks === '') continue;
    const isEnd =
      word === undefined ? (one: string) => one.trim().startsWith(marks) : (one: string) => one.trim() === word;
    let end = index + 1;
    while (end < lines.length && !isEnd(lines[end] ?? '')) end++;
    // Without an end it is no document.
    if (end === lines.length) continue;
    const body = lines.slice(index + 1, end);
    const name = word === undefined ? `block${suffixes[language.toLowerCase()] ?? '.txt'}` : nameOfDocument(line);
    if (body.length > 0) found.push({ name, text: dedented(body), offset: start });
    for (; index + 1 < end; index++) at += (lines[index + 1] ?? '').length + 1;
    index++;
    at += (lines[index] ?? '').length + 1;
  }
  return found;
}

function nameOfDocument(line: string): string {
  const [, one, other] = variable.exec(line) ?? [];
  if (sink.test(line)) return 'password';
  return one ?? other ?? file.exec(line.replace(document, ''))?.[1]?.split('/').at(-1) ?? '';
}

function dedented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents.slice(0, 10_000), 80);
  return `${lines.map((line) => line.slice(indent)).join('\n')}\n`;
}
