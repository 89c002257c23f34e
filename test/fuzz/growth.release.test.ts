import { expect, test } from 'vitest';
import { growthOf, growths } from './growth.ts';

/** The whole takes half an hour; the sample is the same in every run. */
const every = process.env.VAULTWRIGHT_GROWTH_WHOLE ? 1 : 60;

test.each(growths().filter((_, index) => index % every === 0))(
  '$name takes time in proportion to its length',
  ({ file, make }) => {
    // The second try is for a machine that did something else meanwhile; what is quadratic is so each time.
    expect(Math.min(growthOf(file, make), growthOf(file, make))).toBeLessThan(3.2);
  },
);
