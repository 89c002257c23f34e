import type { EnvironmentDocument } from '../../../model/documents/environment-document.ts';
import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';

/** What was rendered for an environment: what it says of itself, and its objects. */
export interface RenderedParts {
  readonly document: EnvironmentDocument;
  readonly objects: readonly KubernetesObject[];
}
