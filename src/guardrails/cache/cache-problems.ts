import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';

/** What is wrong with the folder of a cache. */
export type CacheFault = 'not a folder' | 'in the tree' | 'foreign' | 'open' | 'unusable' | 'foreign key';

const told: Readonly<Record<CacheFault, { readonly what: string; readonly fix: string }>> = {
  'not a folder': { what: 'is a link or a file', fix: 'Remove it, or name another folder after --cache-location.' },
  'in the tree': {
    what: 'lies in the checked tree or its repository',
    fix: 'Leave --cache-location out, or name a folder outside of the repository.',
  },
  foreign: { what: 'belongs to another user', fix: 'Name a folder of your own after --cache-location.' },
  open: { what: 'is open to other users', fix: 'Take their rights away (chmod 700), or name another folder.' },
  unusable: {
    what: 'cannot be made or read',
    fix: 'Name a folder that you may write after --cache-location, or leave --cache out.',
  },
  'foreign key': {
    what: 'holds a key that is no file of this user alone',
    fix: 'Remove the folder; the next run makes it anew.',
  },
};

/** A cache that others could write would decide what a check finds. */
export function cacheProblem(folder: string, fault: CacheFault): ConfigurationError {
  const problem: Diagnostic = {
    code: 'VW1095',
    severity: 'error',
    what: `The folder of the cache, ${folder}, ${told[fault].what}`,
    why: 'Who can write a cache could have findings left out, and who can read its key could try out values.',
    fix: told[fault].fix,
    place: {},
  };
  return new ConfigurationError([problem]);
}
