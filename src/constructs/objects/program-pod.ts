import { Lazy } from 'cdk8s';
import type { PodTemplateSpec, Toleration } from '../../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../../model/declarations/known-options.ts';
import type { ProgramName } from '../programs/programs.ts';
import { documentFile, partName } from './document-config-map.ts';

/**
 * An image that names its version for people and its content for the cluster: a tag, and a digest of 64
 * hexadecimal digits (VW1124).
 */
export type PinnedImage = `${string}:${string}@sha256:${string}`;

/**
 * Whether an image names a whole digest: the types cannot count, and a runtime takes a shortened one for a
 * name.
 */
export const isPinned = (image: string): boolean =>
  /^[a-z0-9][a-z0-9._/:-]{0,500}:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}@sha256:[0-9a-f]{64}$/.test(image);

/** Returns the key of a program in its ConfigMap, and name of the file that is run. */
export const programFile = (program: ProgramName): string => `${program}.mjs`;

const programFolder = '/opt/vaultwright/program';
const documentFolder = '/opt/vaultwright/documents';
const authorityFolder = '/opt/vaultwright/authority';
const authorityFile = 'ca.crt';

/** A user that no image has: the program needs no home, no shell and no file of its own. */
const user = 65532;

/**
 * How the Pod of a program is sized, and where it may run; every construct that starts a program takes it.
 */
export interface ProgramPodOptions {
  /** Limit of memory; three quarters of it are for the heap. @default 256 */
  readonly memoryMebibytes?: number | undefined;
  /** @default none */
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  /** @default none */
  readonly tolerations?: readonly Toleration[] | undefined;
}
export const programPodOptions: KnownOptions<ProgramPodOptions> = {
  memoryMebibytes: true,
  nodeSelector: true,
  tolerations: true,
};

/** Returns them alone, out of the props of a construct. */
export const podOptionsOf = ({ memoryMebibytes, nodeSelector, tolerations }: ProgramPodOptions): ProgramPodOptions => ({
  memoryMebibytes,
  nodeSelector,
  tolerations,
});

/** What of the props of a program goes into its Pod. */
export interface ProgramPodProps<N extends ProgramName = ProgramName> extends ProgramPodOptions {
  /** Which of the programs. */
  readonly program: N;
  /**
   * Name of its ServiceAccount, Role, RoleBinding and NetworkPolicy, and the beginning of that of its
   * ConfigMap.
   */
  readonly name: string;
  /** A public image with Node.js 24 for every architecture of the cluster, with tag and digest. */
  readonly image: PinnedImage;
  /** Variables of the container. @default none */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Where the authorities stand that its Pod trusts besides those of its image. @default none */
  readonly authority?: AuthoritySource | undefined;
}

/** Where certificates of authorities stand, in the namespace of the Pod. */
type AuthoritySource = { readonly key: string } & ({ readonly configMap: string } | { readonly secret: string });

/** A Pod without it still says what it cannot verify. */
function authorityVolume(authority: AuthoritySource) {
  const source = { optional: true, items: [{ key: authority.key, path: authorityFile }] };
  return 'secret' in authority
    ? { secret: { secretName: authority.secret, ...source } }
    : { configMap: { name: authority.configMap, ...source } };
}

/** A document that a program reads. */
export interface ProgramDocument {
  readonly kind: string;
  /** Name of the first ConfigMap that carries it. */
  readonly base: string;
}

/**
 * Returns the Pod that runs a program once: one container without a writable file, the program and its
 * documents mounted.
 * @param partsOf in how many ConfigMaps a document is, by the name of the first, asked when the environment
 * is settled
 */
export function programPod(
  {
    name,
    program,
    image,
    memoryMebibytes = 256,
    nodeSelector,
    tolerations,
    variables = {},
    authority,
  }: ProgramPodProps,
  labels: Readonly<Record<string, string>>,
  documents: readonly ProgramDocument[],
  partsOf: (base: string) => number,
): PodTemplateSpec {
  const file = programFile(program);
  const env = [
    ...Object.entries(variables).map(([name, value]) => ({ name, value })),
    ...(authority ? [{ name: 'NODE_EXTRA_CA_CERTS', value: `${authorityFolder}/${authorityFile}` }] : []),
  ];
  return {
    metadata: { labels },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: name,
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: user,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(nodeSelector && { nodeSelector }),
      ...(tolerations && { tolerations: [...tolerations] }),
      containers: [
        {
          name: program,
          image,
          command: [
            'node',
            `--max-old-space-size=${Math.floor((memoryMebibytes * 3) / 4)}`,
            `${programFolder}/${file}`,
          ],
          ...(env.length > 0 && { env }),
          // The program writes its own message; the end of its log would say less.
          terminationMessagePolicy: 'File',
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: {
            requests: { cpu: '50m', memory: '96Mi' },
            limits: { memory: `${memoryMebibytes}Mi` },
          },
          volumeMounts: [
            { name: 'program', mountPath: programFolder, readOnly: true },
            { name: 'documents', mountPath: documentFolder, readOnly: true },
            ...(authority ? [{ name: 'authority', mountPath: authorityFolder, readOnly: true }] : []),
          ],
        },
      ],
      volumes: [
        {
          name: 'program',
          configMap: { name: `${name}-program`, items: [{ key: file, path: file }] },
        },
        {
          name: 'documents',
          projected: {
            sources: Lazy.any({
              produce: () =>
                documents.flatMap(({ kind, base }) =>
                  Array.from({ length: partsOf(base) }, (_, index) => ({
                    configMap: {
                      name: partName(base, index + 1),
                      items: [{ key: `${kind}.json`, path: documentFile(kind, index + 1) }],
                    },
                  })),
                ),
            }),
          },
        },
        ...(authority
          ? [
              {
                name: 'authority',
                ...authorityVolume(authority),
              },
            ]
          : []),
      ],
    },
  };
}
