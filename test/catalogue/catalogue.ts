import fs from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

const environments = z.array(z.enum(['local', 'dev', 'staging', 'production', 'ci'])).optional();

const dataKeySchema = z.object({
  key: z.string(),
  vaultKey: z.string().nullable(),
  origin: z.enum(['external', 'operator-reconciled', 'generated', 'service-generated']),
  fixture: z.enum(['upstream', 'generate', 'literal', 'derived', 'placeholder', 'none']),
  alsoReads: z.array(z.string()).default([]),
  literal: z.string().optional(),
  template: z.string().optional(),
  encoding: z.string().optional(),
  decodingStrategy: z.string().default('None'),
  mirrorVaultKey: z.string().optional(),
  environments,
});
export type CatalogueDataKey = z.output<typeof dataKeySchema>;

const secretSchema = z.object({
  secret: z.string(),
  externalSecret: z.string().nullable(),
  type: z.string(),
  namespace: z.string().optional(),
  namespaces: z.array(z.string()).optional(),
  status: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  requiredUpstream: z.union([z.boolean(), z.string()]).default(false),
  keys: z.array(dataKeySchema),
  consumers: z.array(z.string()),
  environments,
});
export type CatalogueSecret = z.output<typeof secretSchema>;

const consumptionSchema = z.object({
  secret: z.string(),
  via: z.string(),
  valuesPath: z.string().optional(),
  key: z.string().optional(),
  env: z.array(z.string()).optional(),
  environments,
});
export type Consumption = z.output<typeof consumptionSchema>;

const componentSchema = z.object({
  component: z.string(),
  namespace: z.string(),
  status: z.string().optional(),
  slots: z.array(z.int()).default([]),
  owns: z.array(secretSchema).default([]),
  consumes: z.array(consumptionSchema).default([]),
  environments,
});
export type CatalogueComponent = z.output<typeof componentSchema>;

const vaultKeySchema = z.object({
  origin: dataKeySchema.shape.origin,
  fixture: dataKeySchema.shape.fixture,
  producer: z.string(),
  fixtureLiteral: z.string().optional(),
  minLength: z.int().optional(),
});

const catalogueSchema = z.object({
  summary: z.record(z.string(), z.int()),
  trackerServices: z.array(z.string()),
  components: z.array(componentSchema),
  keycloakClients: z.array(z.object({ clientId: z.string(), realm: z.string(), vaultKey: z.string(), environments })),
  upstreamOnlyKeys: z.object({ keys: z.array(z.string()) }),
  vaultKeys: z.record(z.string(), vaultKeySchema),
});

/** The copy that the tests read, so that they run where the repository stands alone. */
export const catalogueFile = path.join(import.meta.dirname, 'catalogue.yaml');

/** What the platform was told to render, as data. */
export const catalogue = catalogueSchema.parse(load(fs.readFileSync(catalogueFile, 'utf8')));
