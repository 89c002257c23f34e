/** Groups whose resources write no Secrets, and those of which the tables know what they write. */
const known =
  /^$|^v1$|^(?:apps|batch|autoscaling|policy|extensions)(?:\/|$)|\.k8s\.io(?:\/|$)|\.toolkit\.fluxcd\.io\/|^(?:argoproj\.io|monitoring\.coreos\.com|operator\.victoriametrics\.com|cilium\.io|(?:generators\.)?external-secrets\.io|cert-manager\.io|secrets\.hashicorp\.com|bitnami\.com|isindir\.github\.com|kyverno\.io|keda\.sh|helm\.cattle\.io)\//;

/** Recognises the version of a resource whose group writes no Secrets that the tables do not know. */
export const isOfKnownGroup = (apiVersion: string): boolean => known.test(apiVersion);
