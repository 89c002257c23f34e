import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/**
 * Returns the folder around the outputs of a benchmark: in memory where that exists.
 *
 * Making files on ext4 takes 20 times longer for minutes after as many were deleted, which would measure the
 * previous run.
 */
export const outputParent = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
