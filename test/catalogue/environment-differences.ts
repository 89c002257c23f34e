import { clientDifferences } from './client-differences.ts';
import { consumptionDifferences } from './consumption-differences.ts';
import type { Difference } from './difference.ts';
import { type ExpectedEnvironment, expectedSecrets } from './expected-secrets.ts';
import { fixtureDifferences } from './fixture-differences.ts';
import { RenderedOutput } from './rendered-output.ts';
import { secretDifferences } from './secret-differences.ts';

/** Puts one difference on one line, so that lists of them compare and read well. */
export const lineOf = ({ environment, subject, what }: Difference): string => `${environment}: ${subject} ${what}`;

/**
 * Returns every difference between the catalogue and the rendered files of one environment, one line each,
 * sorted.
 */
export function environmentDifferences(environment: ExpectedEnvironment, files: ReadonlyMap<string, string>): string[] {
  const expected = expectedSecrets(environment);
  const rendered = new RenderedOutput(files, environment.name);
  return [
    ...secretDifferences(environment.name, expected, rendered),
    ...fixtureDifferences(environment, expected, rendered),
    ...consumptionDifferences(environment, rendered),
    ...clientDifferences(environment, rendered),
  ]
    .map(lineOf)
    .sort();
}
