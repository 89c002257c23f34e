// Reads the YAML files of a folder and validates their syntax and their references, as the README of @monokle/validation shows.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDefaultMonokleValidator } from '@monokle/validation';
import { parseAllDocuments } from 'yaml';

const [folder] = process.argv.slice(2);
const resources = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  .flatMap((entry) => {
    const filePath = join(entry.parentPath, entry.name);
    const text = readFileSync(filePath, 'utf8');
    return parseAllDocuments(text).flatMap((document, index) => {
      if (document.errors?.length > 0) return [];
      const content = document.toJS();
      // Without the schema plugin, which fetches schemas from the network, its treatment of CRDs fails.
      if (!content?.kind || !content.metadata || content.kind === 'CustomResourceDefinition') return [];
      const { apiVersion, kind, metadata } = content;
      const id = `${filePath}#${index}`;
      return [
        {
          id,
          fileId: filePath,
          filePath,
          fileOffset: 0,
          name: metadata.name,
          namespace: metadata.namespace,
          apiVersion,
          kind,
          content,
          text,
        },
      ];
    });
  });
const validator = createDefaultMonokleValidator();
const plugins = {
  'yaml-syntax': true,
  'resource-links': true,
  'kubernetes-schema': false,
  'pod-security-standards': false,
};
await validator.preload({ plugins });
const { runs } = await validator.validate({ resources });
console.log(`${resources.length} resources, ${runs.flatMap(({ results }) => results).length} findings`);
