import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

const environments = z.array(z.string()).optional();

const keySchema = z.looseObject({
  key: z.string(),
  vaultKey: z.string().nullable(),
  origin: z.enum(['external', 'operator-reconciled', 'generated', 'service-generated']),
  fixture: z.enum(['upstream', 'generate', 'literal', 'derived', 'placeholder', 'none']),
  alsoReads: z.array(z.string()).default([]),
  decodingStrategy: z.string().optional(),
  optional: z.boolean().default(false),
  mirrorVaultKey: z.string().optional(),
  environments,
});

const secretSchema = z.looseObject({
  secret: z.string(),
  externalSecret: z.string().nullable(),
  type: z.string(),
  status: z.string().optional(),
  namespace: z.string().optional(),
  namespaces: z.array(z.string()).optional(),
  environments,
  refreshInterval: z.string().optional(),
  keys: z.array(keySchema),
});

const componentSchema = z.looseObject({
  component: z.string(),
  namespace: z.string().optional(),
  status: z.string().optional(),
  environments,
  slots: z.array(z.number()).optional(),
  owns: z.array(secretSchema).default([]),
  consumes: z.array(z.looseObject({ secret: z.string(), via: z.string(), environments })).default([]),
});

const catalogueSchema = z.looseObject({
  summary: z.looseObject({ secrets: z.number(), dataKeys: z.number(), components: z.number() }),
  trackerServices: z.array(z.string()),
  components: z.array(componentSchema),
});

export type CatalogueKey = z.output<typeof keySchema>;
export type CatalogueSecret = z.output<typeof secretSchema>;
export type CatalogueComponent = z.output<typeof componentSchema>;

export const catalogueFile = join(import.meta.dirname, 'catalogue.yaml');
export const catalogue = catalogueSchema.parse(load(readFileSync(catalogueFile, 'utf8')));
