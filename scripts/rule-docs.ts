import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { configurationJsonSchema } from '../src/cli/configuration-json-schema.ts';
import { errorCodes, generatedPart, ruleDocuments } from './rule-docs/rule-documents.ts';

const documents = ruleDocuments();
mkdirSync('docs/rules', { recursive: true });
for (const file of readdirSync('docs/rules')) if (!documents.has(`docs/rules/${file}`)) rmSync(`docs/rules/${file}`);
for (const [path, spell] of documents) writeFileSync(path, spell());

const errors = 'docs/errors.md';
const written = existsSync(errors)
  ? readFileSync(errors, 'utf8')
  : `# Codes\n\nEvery diagnostic has a stable code.\n\n## Guardrails\n\n${generatedPart.begin}\n${generatedPart.end}\n`;
const [before = '', rest = ''] = written.split(generatedPart.begin);
const [, after = ''] = rest.split(generatedPart.end);
writeFileSync(errors, `${before}${errorCodes()}${after}`);

writeFileSync('docs/vaultwright.config.schema.json', `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
