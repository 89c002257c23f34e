import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import { Bench } from '../bench.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { BootstrapTrials } from './bootstrap-trials.ts';
import { documentsOf, excerptOf, type KvEntry, keptCredentials, readAll } from './bootstrapped-environment.ts';
import { addNotes, changedInSeveral, isWholeAgain, removeOther, severalPath, withSeveral } from './entry-of-several.ts';

/** What somebody else wrote, by path. */
const foreign = { 'agents-db-password': 'chosen by somebody else', 'ledger-of-nobody': 'not ours at all' };

/**
 * A bootstrapped Vault in which each phase has something to do and somebody else has values, between proxies
 * that make faults.
 */
export class FaultBench {
  /** Keys that are removed before each case. */
  static readonly removed: readonly string[] = ['graph-db-password', 'graph-db-username', 'graph-db-url'];
  readonly bench: Bench;
  readonly trials: BootstrapTrials;
  readonly documents: BootstrapDocuments;
  #before = new Map<string, KvEntry>();

  private constructor(bench: Bench, trials: BootstrapTrials) {
    this.bench = bench;
    this.trials = trials;
    this.documents = trials.documents;
  }

  static async start(): Promise<FaultBench> {
    const environment = await renderedEnvironment('local');
    const bench = await Bench.start({ kubernetes: true, vaults: { main: { address: environment.vaultAddress } } });
    const names = [...FaultBench.removed, ...Object.keys(foreign), 'agents-db-url', 'ghcr-token', 'ghcr-username'];
    const documents = withSeveral(excerptOf(documentsOf(environment), names));
    const trials = await BootstrapTrials.prepare(bench, environment, {
      seed: randomBytes(24).toString('hex'),
      documents,
    });
    return new FaultBench(bench, trials);
  }

  /** Bootstraps, and lets somebody else write. */
  async seed(): Promise<void> {
    expect((await this.trials.run()).result.code).toBe(0);
    const client = await this.root();
    for (const [path, value] of Object.entries(foreign))
      await client.expect('POST', `${this.documents.fixtureMap.mount}/data/${path}`, { data: { value } });
    expect(await addNotes(client, this.documents.fixtureMap.mount)).toHaveLength(2);
    // What is composed from a value that somebody chose follows it.
    expect((await this.trials.run()).result.code).toBe(0);
  }

  async root(): Promise<VaultClient> {
    return this.bench.vault().client.as((await keptCredentials(this.bench, this.documents))?.rootToken ?? '');
  }

  async values(): Promise<Map<string, KvEntry>> {
    return readAll(await this.root(), this.documents.fixtureMap.mount);
  }

  /** Takes away something of each phase. */
  async disturb(): Promise<void> {
    const client = await this.root();
    const { mount } = this.documents.fixtureMap;
    for (const path of FaultBench.removed) await client.request('DELETE', `${mount}/metadata/${path}`);
    await removeOther(client, mount);
    await client.request('DELETE', 'sys/policies/acl/keycloak-client-patcher');
    await client.request('DELETE', 'auth/kubernetes/role/keycloak-client-patcher');
    await client.expect('POST', 'auth/kubernetes/config', {
      kubernetes_host: 'https://elsewhere.example.org',
      disable_local_ca_jwt: false,
    });
    this.#before = await this.values();
  }

  /** A deadline that a fault outlasts. */
  shortly(deadlineSeconds = 3): Partial<BootstrapDocuments> {
    return { settings: { ...this.documents.settings, deadlineSeconds } };
  }

  /** Nothing of others changed, nothing of ours lost or got a version that the environment does not want. */
  async expectUntouched(what: string): Promise<void> {
    const now = await this.values();
    for (const [path, entry] of this.#before)
      if (path !== severalPath) expect({ path, ...now.get(path) }, what).toEqual({ path, ...entry });
    expect(changedInSeveral(now, this.#before), what).toEqual([]);
    for (const path of FaultBench.removed) expect([undefined, 1], what).toContain(now.get(path)?.version);
  }

  /** The next run does what is left, and the one after it nothing. */
  async expectHealed(what: string): Promise<void> {
    const { result } = await this.trials.next();
    expect(result.code, `${what}: ${result.output}`).toBe(0);
    await this.expectUntouched(what);
    const now = await this.values();
    for (const path of FaultBench.removed) expect(now.get(path)?.metadata['vaultwright.io/version'], what).toBe('1');
    expect(isWholeAgain(now), what).toBe(true);
    const again = await this.trials.next();
    expect(again.result.summary?.steps, what).toMatchObject({ failed: 0 });
    const changes = again.result.steps.filter(
      ({ outcome, phase, action }) =>
        outcome === 'done' && phase !== 'login' && phase !== 'revoke' && action !== 'use the seed',
    );
    expect(changes, what).toEqual([]);
  }

  async stop(): Promise<void> {
    await this.trials.stop();
    await this.bench.stop();
  }
}
