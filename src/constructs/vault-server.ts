import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import type { SecretContract } from '../model/declarations/secret-contract.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { type ProblemCode, problem } from '../model/diagnostics/problems.ts';
import { environmentsAnnotation, ownerAnnotation, waitsForAnnotation } from '../model/documents/annotations.ts';
import { type Server, serverOf } from '../model/platform/server/server.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import type { Component } from './component.ts';
import { ceremonyReason } from './derive/ceremony-reason.ts';
import { emitHcl, type HclBody, hclDefect } from './derive/hcl.ts';
import { sealConfiguration } from './derive/seal-configuration.ts';
import { type ServerPlace, serverConfiguration } from './derive/server-configuration.ts';
import { serverValues } from './derive/server-values.ts';
import type { EnvironmentApp } from './environment-app.ts';

export interface VaultServerProps {
  /** Secret of the certificate; needed where the address is https. */
  readonly tls?: SecretContract<'tls.crt' | 'tls.key' | 'ca.crt'>;
  /**
   * `values` are those of the product's official chart, which brings everything else. `config-map` is the
   * configuration alone, for a server that something else runs: `<service>-config`, with `vault.hcl` or
   * `openbao.hcl`.
   * @default 'values'
   */
  readonly as?: 'values' | 'config-map';
}

/** Words that the start scripts of the charts replace in the configuration. */
const replaced = /HOST_IP|POD_IP|HOSTNAME|API_ADDR|TRANSIT_ADDR|RAFT_ADDR/;

/** Every option, as the type has them. */
const options: KnownOptions<VaultServerProps> = { tls: true, as: true };

/**
 * The server of an environment as its profile describes it: product and version, raft nodes, seal, audit
 * devices. What it renders holds no credential.
 *
 * Where the environment is regulated, a sealed or uninitialised server is not ready, so that a fresh rollout
 * waits at its phase until the ceremony was held.
 * @see https://developer.hashicorp.com/vault/docs/configuration
 * @see https://openbao.org/docs/configuration/
 */
export class VaultServer<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly declaredAt: Position | undefined;
  /** The configuration in HCL, the same for every node; empty where none can be rendered. */
  readonly configuration: string;

  constructor(component: Component<S>, props: VaultServerProps = {}) {
    super(component, 'server');
    reportUnknownOptions(component.app, this, VaultServer, props, options);
    this.component = component;
    this.declaredAt = declarationPosition(VaultServer);
    this.configuration = '';
    if (!component.isRendered) return;
    const { environment } = component;
    const { lifecycle, vault } = environment;
    const place = this.#place(props);
    if (!place) return;
    const server = serverOf(vault.server, lifecycle);
    const seal = vault.autoUnseal && sealConfiguration(vault.autoUnseal, server);
    const body = serverConfiguration(server, seal, place);
    if (!this.#isSpelled(body)) return;
    this.configuration = emitHcl(body);
    if (props.as === 'config-map') this.#configMap(server, place);
    else
      component.values(
        serverValues({
          server,
          seal,
          place,
          lifecycle,
          configuration: this.configuration,
          tls: place.isTls ? props.tls : undefined,
          annotations: lifecycle === 'regulated' ? { [waitsForAnnotation]: ceremonyReason(environment.name) } : {},
        }),
        // The charts of servers have no such switch.
        { creationSwitch: false },
      );
  }

  /** Returns why the server cannot be rendered where it cannot. */
  #place({ tls }: VaultServerProps): ServerPlace | undefined {
    const { address, managed } = this.component.environment.vault;
    const { hostname, protocol } = new URL(address);
    const [service = '', , svc] = hostname.split('.');
    const isTls = protocol === 'https:';
    const isService = !/^[\d:[]/.test(hostname) && (svc === undefined || svc === 'svc');
    if (managed) this.#report('VW1212', 'Somebody else runs the Vault of this environment');
    else if (!isService) this.#report('VW1212', 'The address of Vault is not that of a Service of the cluster');
    else if (isTls && tls === undefined) this.#report('VW1212', 'The address of Vault is https, and `tls` is missing');
    else return { service, host: hostname, isTls };
    return undefined;
  }

  #isSpelled(body: HclBody): boolean {
    const defects = new Set(
      textsOf(body).flatMap((text) => {
        const found = hclDefect(text) ?? (text.includes('{{') ? '"{{"' : replaced.exec(text)?.[0]);
        return found === undefined ? [] : [found];
      }),
    );
    for (const found of defects) this.#report('VW1211', `A text of the configuration of the server holds ${found}`);
    return defects.size === 0;
  }

  #configMap({ product }: Server, { service }: ServerPlace): void {
    const { owner, environment } = this.component;
    new ApiObject(this, 'configuration', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: `${service}-config`,
        annotations: { [ownerAnnotation]: owner, [environmentsAnnotation]: environment.name },
      },
      data: { [`${product}.hcl`]: this.configuration },
    });
  }

  #report(code: ProblemCode, what: string): void {
    const place = { constructPath: this.node.path, environment: this.component.environment.name };
    const position = this.declaredAt && { position: this.declaredAt };
    this.component.app.problems.push(problem(code, what, { ...place, ...position }));
  }
}

function textsOf({ attributes = {}, blocks = [] }: HclBody): string[] {
  const own = Object.values(attributes).flatMap((value) =>
    typeof value === 'string' ? [value] : Array.isArray(value) ? (value as string[]) : [],
  );
  return [...own, ...blocks.flatMap((block) => [...(block.labels ?? []), ...textsOf(block)])];
}
