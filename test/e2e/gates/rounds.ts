import { externalSecretKind, type GateBench, namespace } from './gate-bench.ts';

export const platform = 'platform-secrets-smoke';
export const dataPlane = 'data-data-plane-smoke';
export const operator = 'foundation-external-secrets-ready';

/** One thing that is broken, what the smoke must name, and what the finding asks for. */
export interface Defect {
  readonly title: string;
  readonly incident: string;
  readonly code: string;
  /** Words that one finding holds: Secret, data key, Vault key, and who must act. */
  readonly names: readonly string[];
  readonly seed: () => Promise<unknown>;
  readonly remedy: () => Promise<unknown>;
}

/** Several defects at once, which one run of a smoke must name. */
export interface Round {
  readonly title: string;
  readonly smoke: string;
  readonly defects: readonly Defect[];
}

/** What defects do to the servers of a bench, which starts only after the tests are collected. */
export function hands(gates: () => GateBench) {
  const cluster = () => gates().bench.cluster;
  const example = (path: string): string => `example of ${path}`;
  const reapply = (name: string) => async () => {
    await cluster().apply(gates().rendered('ExternalSecret', name));
  };
  /** Changes what an ExternalSecret asks for, as somebody with kubectl would. */
  const editData = (name: string, edit: (data: { secretKey: string }[]) => object[]) => async () => {
    const { data } = gates().rendered('ExternalSecret', name).spec;
    await cluster().patch(externalSecretKind, name, namespace, { spec: { data: edit(structuredClone(data)) } });
  };
  const inVault =
    (path: string, value: string, ...names: readonly string[]) =>
    async () => {
      await gates().put(path, value);
      await gates().sync(...names);
    };
  const signal = (name: NodeJS.Signals) => async () => {
    for (const { pid } of gates().bench.operator.processes) process.kill(pid, name);
  };
  return { cluster, example, reapply, editData, inVault, signal };
}
