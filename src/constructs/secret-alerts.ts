import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import { problem } from '../model/diagnostics/problems.ts';
import { ownerAnnotation } from '../model/documents/annotations.ts';
import { goDuration, secondsOfGoDuration } from '../model/go-duration.ts';
import { alertRules } from './alerts/alert-rules.ts';
import { dashboard } from './alerts/dashboard.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import type { Component } from './component.ts';
import { environmentDocument } from './derive/environment-document.ts';

export interface SecretAlertsProps {
  /** URL of the folder with the runbooks, docs/runbooks of this package or your own of the same names. */
  readonly runbooks: string;
  /**
   * How often `vaultwright drift --format prometheus` runs, such as `24h`; where it is missing for twice as
   * long, that is an alert, too.
   * @default nobody promises to run it
   */
  readonly driftEvery?: string;
  /** Labels by which Prometheus finds its rules. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Labels by which Grafana finds its dashboards, or `false` for none.
   * @default { grafana_dashboard: '1' }, which the sidecar of Grafana's chart looks for
   */
  readonly dashboardLabels?: Readonly<Record<string, string>> | false;
}

/** Every option, as the type has them. */
const known: KnownOptions<SecretAlertsProps> = {
  runbooks: true,
  driftEvery: true,
  labels: true,
  dashboardLabels: true,
};

/**
 * Alerts and a dashboard about the Secrets of an environment, as a PrometheusRule and a ConfigMap: what the
 * operator, kube-state-metrics, Vault and `vaultwright drift` export, about the objects that are rendered.
 *
 * VW1171 where `driftEvery` is no duration, VW1172 where `runbooks` is no URL.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export class SecretAlerts extends Construct {
  constructor(component: Component, props: SecretAlertsProps) {
    super(component, 'alerts');
    reportUnknownOptions(component.app, this, SecretAlerts, props, known);
    if (!component.isRendered) return;
    const { labels = {}, dashboardLabels = { grafana_dashboard: '1' } } = props;
    const runbooks = props.runbooks.endsWith('/') ? props.runbooks.slice(0, -1) : props.runbooks;
    const every = props.driftEvery === undefined ? undefined : goDuration(props.driftEvery);
    const report = (code: 'VW1171' | 'VW1172', what: string): void => {
      const position = declarationPosition(SecretAlerts);
      const place = { constructPath: this.node.path, environment: component.environment.name };
      component.app.problems.push(problem(code, what, { ...place, ...(position && { position }) }));
    };
    if (props.driftEvery !== undefined && (every === undefined || every === '0s'))
      report('VW1171', `"${props.driftEvery}" is not how often something runs`);
    if (!/^https?:\/\/[^/\s]+/.test(runbooks)) report('VW1172', `"${props.runbooks}" is no URL`);
    const { name } = component.environment;
    const annotations = { [ownerAnnotation]: component.owner };
    const options = { runbooks, driftSeconds: every === undefined ? undefined : secondsOfGoDuration(every) };
    new ApiObject(this, 'rules', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: `${component.name}-${name}`, labels, annotations },
      // What is alerted on is known when all components have said what they bring.
      spec: Lazy.any({
        produce: () => ({
          groups: [{ name: `vaultwright-${name}`, rules: alertRules(environmentDocument(component.app), options) }],
        }),
      }),
    });
    if (dashboardLabels === false) return;
    new ApiObject(this, 'dashboard', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${component.name}-${name}-dashboard`, labels: dashboardLabels, annotations },
      data: Lazy.any({
        produce: () => ({
          [`secrets-${name}.json`]: `${JSON.stringify(dashboard(environmentDocument(component.app)), undefined, 2)}\n`,
        }),
      }),
    });
  }
}
