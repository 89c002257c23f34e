import { readFileSync, writeFileSync } from 'node:fs';
import { generatedPart, problemTables } from './problem-docs/problem-tables.ts';

/** Writes the tables of problems into docs/errors.md, between their marks. */
const file = 'docs/errors.md';
const [before = '', rest = ''] = readFileSync(file, 'utf8').split(generatedPart.begin);
const [, after = ''] = rest.split(generatedPart.end);
writeFileSync(file, `${before}${problemTables()}${after}`);
