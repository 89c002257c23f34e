import type { KubernetesObject } from '../clients/kubernetes-client.ts';

/** Where the value of an environment variable comes from. */
export interface EnvironmentSource {
  readonly configMapKeyRef?: KeyReference;
  readonly secretKeyRef?: KeyReference;
  readonly fieldRef?: { readonly fieldPath: string };
}

interface KeyReference {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface Item {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

interface Selection {
  readonly items?: readonly Item[];
  readonly optional?: boolean;
}

interface DownwardFile {
  readonly path: string;
  readonly mode?: number;
  readonly fieldRef?: { readonly fieldPath: string };
}

/** One source of a projected volume. */
export interface Projection {
  readonly configMap?: Selection & { readonly name: string };
  readonly secret?: Selection & { readonly name: string };
  readonly downwardAPI?: { readonly items?: readonly DownwardFile[] };
  readonly serviceAccountToken?: {
    readonly path: string;
    readonly audience?: string;
    readonly expirationSeconds?: number;
  };
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: object;
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly configMap?: Selection & { readonly name: string; readonly defaultMode?: number };
  readonly secret?: Selection & { readonly secretName: string; readonly defaultMode?: number };
  readonly downwardAPI?: NonNullable<Projection['downwardAPI']> & { readonly defaultMode?: number };
  readonly projected?: { readonly sources?: readonly Projection[]; readonly defaultMode?: number };
}

export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
}

export interface Container<Image = string> {
  readonly name: string;
  readonly image: Image;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: EnvironmentSource }[];
  readonly envFrom?: readonly {
    readonly prefix?: string;
    readonly configMapRef?: { readonly name: string; readonly optional?: boolean };
    readonly secretRef?: { readonly name: string; readonly optional?: boolean };
  }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly readOnly?: boolean;
  }[];
  readonly securityContext?: SecurityContext;
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
}

/** The part of a Pod that the runner works from. */
export interface Pod<Image = string, AnyVolume = Volume> extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly namespace: string; readonly uid: string };
  readonly spec: {
    readonly containers: readonly Container<Image>[];
    readonly initContainers?: readonly Container<Image>[];
    readonly volumes?: readonly AnyVolume[];
    readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
    readonly serviceAccountName?: string;
    readonly securityContext?: SecurityContext;
    readonly terminationGracePeriodSeconds?: number;
    readonly activeDeadlineSeconds?: number;
  };
}
