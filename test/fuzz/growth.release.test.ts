import { expect, test } from 'vitest';
import { growthOf, growths } from './growth.ts';

test.each(growths())('$name takes time in proportion to its length', ({ file, make }) => {
  expect(growthOf(file, make)).toBeLessThan(3.2);
});
