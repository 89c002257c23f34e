import { describe, expect, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { wallPlatform } from './wall-platform.ts';
import { wiringRoutes } from './wiring-routes.ts';

describe('what does not agree, by way of', () => {
  test.each(wiringRoutes)('$title is refused', async (route) => {
    const { diagnostics } = await renderPlatform(...wallPlatform(route));
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toContain(route.code);
    // What a factory refuses is told before any construct exists.
    const isPlaced = ({ code, place }: (typeof errors)[number]): boolean =>
      place.position !== undefined && (code.startsWith('VW1') || place.constructPath !== undefined);
    expect(errors.filter((error) => !isPlaced(error))).toEqual([]);
  });
});
