import type { VaultSecret } from '../model/declarations/secret-contract.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp, EphemeralEnvironment } from './environment-app.ts';
import { ServiceSecrets, type ServiceSecretsProps } from './service-secrets.ts';

/** Where Secrets of tests go. */
export interface TestSecretsProps<S extends EnvironmentApp = EnvironmentApp> extends ServiceSecretsProps<S> {
  /** The environment of the component, narrowed: a regulated one does not compile. */
  readonly environment: EphemeralEnvironment;
}

/**
 * Places contracts of tests: personas, tokens of tests. Their ExternalSecrets say that no regulated
 * environment may have them (`vaultwright.io/dev-only`), so that a copy is found wherever it is put.
 */
export class TestSecrets<S extends EnvironmentApp = EnvironmentApp> extends ServiceSecrets<S> {
  /**
   * @param component the component that owns the Secrets
   * @param contracts one contract or several
   */
  constructor(
    component: Component<S>,
    contracts: VaultSecret<never, 'tests'> | readonly VaultSecret<never, 'tests'>[],
    { environment: _narrowed, ...props }: TestSecretsProps<S>,
  ) {
    // They differ from others by whom they are for alone.
    super(component, contracts as unknown as readonly VaultSecret[], props as ServiceSecretsProps<S>);
  }

  protected override get isForTests(): boolean {
    return this.component.environment.lifecycle === 'ephemeral';
  }
}
