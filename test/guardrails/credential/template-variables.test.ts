import { expect, test } from 'vitest';
import { templateReads } from '../../../src/guardrails/credential/template-variables.ts';

test.each<[string, string[], boolean]>([
  ['plain text', [], false],
  ['{{ .a }}', ['a'], false],
  ['{{- .a -}}{{ .b | urlquery }}', ['a', 'b'], false],
  ['{{ index . "a-b" }}', ['a-b'], false],
  ['{{ get . "a.b" | quote }}', ['a.b'], false],
  ['{{ printf "%s.not" .a }}', ['a'], false],
  ['{{ if .a }}{{ .b }}{{ end }}', ['a', 'b'], false],
  ['{{ $.a }}', ['a'], false],
  ['{{ range $key, $value := . }}{{ $value }}{{ end }}', [], true],
  ['{{ . | toJson }}', [], true],
  ['{{ "literal .x" }}', [], false],
])('%s', (text, names, isOpen) => {
  const reads = templateReads(text);
  expect([[...reads.names].sort(), reads.isOpen]).toEqual([names, isOpen]);
});
