import type { CredentialPlace } from '../credential/credential-place.ts';
import { strictDenotation } from '../credential/strict/strict-names.ts';
import type { ContainerVariables } from './container-variables.ts';
import type { Name } from './name-reach.ts';

/** Where a value stands. */
export interface Standing {
  readonly place: CredentialPlace;
  readonly name: Name | undefined;
  readonly variables: ContainerVariables | undefined;
  readonly isNaming: boolean;
  /** How many carriers were opened on the way. */
  readonly layer: number;
  /** True in what people are shown, in which a field may say what it is called. */
  readonly isShown?: boolean;
  /** True in a list of pairs. */
  readonly isPair?: boolean;
}

/** What is called by the field that holds it has the name of a password where the field has none. */
export function judgedAs(name: Name): string;
export function judgedAs(name: Name | undefined): string | undefined;
export function judgedAs(name: Name | undefined): string | undefined {
  return name?.scope === 'each' && strictDenotation(name.text) !== 'credential' ? 'password' : name?.text;
}
