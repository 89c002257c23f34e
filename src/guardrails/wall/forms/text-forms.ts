import { formsOfCommands } from './forms-of-commands.ts';
import { formsOfQueries } from './forms-of-queries.ts';
import { formsOfSettings } from './forms-of-settings.ts';
import type { TextForm } from './text-form.ts';

/** Every form that names its value in a way of its own, of any kind of text. */
export const textForms: readonly TextForm[] = [...formsOfSettings, ...formsOfQueries, ...formsOfCommands];
