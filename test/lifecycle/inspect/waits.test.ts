import { describe, expect, test } from 'vitest';
import { waitsOf } from '../../../src/lifecycle/inspect/waits.ts';

describe('waitsOf', () => {
  test.each([
    [[], {}, { attempts: 60, sleep: 5 }],
    [[], { EXTERNALSECRET_WAIT_ATTEMPTS: '3', EXTERNALSECRET_WAIT_SLEEP: '0' }, { attempts: 3, sleep: 0 }],
    [[], { EXTERNALSECRET_WAIT_ATTEMPTS: '' }, { attempts: 60, sleep: 5 }],
    [['--wait-attempts=2', '--wait-sleep', '9'], { EXTERNALSECRET_WAIT_ATTEMPTS: '3' }, { attempts: 2, sleep: 9 }],
  ])('reads %j and %j', (args, environment, waits) => {
    expect(waitsOf(args, environment)).toEqual(waits);
  });

  test.each<[string[], Record<string, string>]>([
    [[], { EXTERNALSECRET_WAIT_ATTEMPTS: '0' }],
    [[], { EXTERNALSECRET_WAIT_ATTEMPTS: '5m' }],
    [[], { EXTERNALSECRET_WAIT_SLEEP: '-1' }],
    [[], { EXTERNALSECRET_WAIT_SLEEP: '3601' }],
    [['--wait-forever'], {}],
    [['--wait-attempts'], {}],
  ])('refuses %j and %j', (args, environment) => {
    expect(() => waitsOf(args, environment)).toThrow('VW5179');
  });
});
