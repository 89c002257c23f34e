import type { IndexedObject } from './indexed-object.ts';

const kinds = new Set(
  (
    'namespace node persistentvolume clusterrole clusterrolebinding customresourcedefinition storageclass volumeattachment csidriver ' +
    'priorityclass runtimeclass ingressclass apiservice mutatingwebhookconfiguration validatingwebhookconfiguration ' +
    'validatingadmissionpolicy validatingadmissionpolicybinding mutatingadmissionpolicy mutatingadmissionpolicybinding ' +
    'clustersecretstore clusterexternalsecret clusterpushsecret clustergenerator clusterissuer gatewayclass ' +
    'certificatesigningrequest clusterpolicy volumesnapshotclass flowschema prioritylevelconfiguration'
  ).split(' '),
);

/** Recognises an object that has no namespace, even if its manifest names one. */
export const isClusterScoped = ({
  kindKey,
  namespace,
}: Pick<IndexedObject, 'kindKey'> & { readonly namespace?: string | undefined }): boolean =>
  kinds.has(kindKey) || (namespace === undefined && kindKey.startsWith('cluster') && kindKey !== 'cluster');
