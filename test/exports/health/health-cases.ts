import { clickHouses } from './click-house-cases.ts';
import { cronJobs } from './cron-job-cases.ts';
import { externalSecrets } from './external-secret-cases.ts';
import { gateways } from './gateway-cases.ts';
import type { HealthCase } from './health-case.ts';
import { kafkas } from './kafka-cases.ts';
import { keycloaks } from './keycloak-cases.ts';
import { statefulSets } from './stateful-set-cases.ts';
import { temporal } from './temporal-cases.ts';

export const healthCases: readonly HealthCase[] = [
  ...clickHouses,
  ...externalSecrets,
  ...cronJobs,
  ...keycloaks,
  ...temporal,
  ...gateways,
  ...kafkas,
  ...statefulSets,
];
