import { constructRoutes } from './construct-routes.ts';
import { declarationRoutes } from './declaration-routes.ts';
import { fieldRoutes } from './field-routes.ts';
import type { Route } from './route.ts';
import { wiringRoutes } from './wiring-routes.ts';

/** Every way to bring an inline secret into the output. */
export const inlineRoutes: readonly Route[] = [...constructRoutes, ...declarationRoutes, ...fieldRoutes];

/** Every route that a program can be asked for. */
export const routes: readonly Route[] = [...inlineRoutes, ...wiringRoutes];
