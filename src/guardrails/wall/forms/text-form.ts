import type { Reach } from '../../credential/strict/strict-judge.ts';

/** A way in which a text gives a credential without `name = value`. */
export interface TextForm {
  /** What every text with such a place has, so that few texts pay for the form. */
  readonly mayHold: RegExp;
  /** Its group `value` is the credential; `name`, where it has one, is what that is judged under. */
  readonly form: RegExp;
  /** What the value is judged under where the form has no name. @default `password` */
  readonly name?: string;
  /** `about` where the value is as often something else. @default `value` */
  readonly reach?: Reach;
}

/** A value of a command line: in quotes, or a word. */
export const wordValue = String.raw`(?<value>"[^"\n]{1,300}"|'[^'\n]{1,300}'|[^\s"'|;&<>()]{1,300})`;

export const textForm = (mayHold: RegExp, form: RegExp, rest: Partial<TextForm> = {}): TextForm => ({
  mayHold,
  form,
  ...rest,
});
