import { spawnSync } from 'node:child_process';

/** Whether this machine has the one program of Argo CD that comes from the distribution. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
