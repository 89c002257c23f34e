/** A kind whose schema is imported. */
export interface ImportedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** One published Go module and the kinds that are taken from its schemas. */
export interface ImportSource {
  /** Stem of the two files under `imports/`: `<name>.d.ts` and `<name>.schema.json`. */
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /**
   * Checksum of the module as Go's checksum database records it; another content under the same version stops
   * the import.
   */
  readonly sum: string;
  readonly kinds: readonly ImportedKind[];
  /** Where the schemas are: CustomResourceDefinitions in a folder, or one OpenAPI document. */
  readonly schemas: { readonly crds: string } | { readonly openapi: string };
  /**
   * Members that the TypeScript types keep of a property with very many: definition, property, members. The
   * JSON schemas keep all.
   *
   * @default every member is kept
   */
  readonly typedMembers?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const kinds = (apiVersion: string, ...names: string[]): ImportedKind[] => names.map((kind) => ({ apiVersion, kind }));

/** Everything that `npm run import` imports; raising a version here and running it is the whole upgrade. */
export const importSources: readonly ImportSource[] = [
  {
    name: 'external-secrets.io',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v0.20.4',
    sum: 'h1:HhNAjWfFEshhItphr28SGsHzf2bUP7uDAOVLg76uNAg=',
    kinds: [
      ...kinds(
        'external-secrets.io/v1',
        'ExternalSecret',
        'ClusterExternalSecret',
        'SecretStore',
        'ClusterSecretStore',
      ),
      ...kinds('external-secrets.io/v1alpha1', 'PushSecret'),
    ],
    schemas: { crds: 'config/crds/bases' },
    // The other forty-odd providers would be nine tenths of the types, and no store here is of one.
    typedMembers: { SecretStoreSpec: { provider: ['vault', 'aws', 'gcpsm', 'azurekv'] } },
  },
  {
    name: 'kubernetes',
    module: 'k8s.io/kubernetes',
    version: 'v1.37.2',
    sum: 'h1:A2VDEiObzkYqFTKhSsn0ZEb0RlLEXpHWj93gi2HqEwE=',
    kinds: [
      ...kinds('v1', 'ConfigMap', 'Namespace', 'PersistentVolumeClaim', 'Secret', 'Service', 'ServiceAccount'),
      ...kinds('apps/v1', 'Deployment'),
      ...kinds('batch/v1', 'CronJob', 'Job'),
      ...kinds('networking.k8s.io/v1', 'NetworkPolicy'),
      ...kinds('rbac.authorization.k8s.io/v1', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'),
      ...kinds('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'),
    ],
    schemas: { openapi: 'api/openapi-spec/swagger.json' },
  },
];
