import { writeFileSync } from 'node:fs';
import { incidentDocument } from './incident-docs/incident-document.ts';

writeFileSync('docs/incidents.md', incidentDocument());
