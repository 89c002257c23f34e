import { z } from 'zod';
import { isSubdomain } from '../kubernetes-names.ts';

/** Schema of the name of a Kubernetes object. */
export const objectName = z.string().refine(isSubdomain, 'must be a DNS subdomain');
