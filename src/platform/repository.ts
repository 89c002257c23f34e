/**
 * The GitOps repository from which Argo CD rolls out, and in whose folder `docs/runbooks` the runbooks stand.
 */
export const gitOpsRepository = 'https://github.com/ameideio/ameide-gitops';
