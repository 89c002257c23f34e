import type { Reply, SeenRequest } from './azure-stand-in.ts';

export const isAuthorised = ({ headers }: SeenRequest): boolean => headers.authorization !== undefined;
export const isList = (request: SeenRequest): boolean => isAuthorised(request) && request.path.startsWith('/secrets?');
export const isGet = ({ path }: SeenRequest): boolean => path.startsWith('/secrets/');

/** Answers the first `count` requests that match with `reply`. */
export function firstTimes(count: number, reply: Reply, matches: (request: SeenRequest) => boolean = () => true) {
  let left = count;
  return (request: SeenRequest): Reply | undefined => {
    if (left === 0 || !matches(request)) return undefined;
    left -= 1;
    return reply;
  };
}
