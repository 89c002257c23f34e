import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, closedOrigin, ScriptedServer } from '../../scripted-server.ts';

const lifecycle = join(import.meta.dirname, '../../../../src/lifecycle');

test('connections go to the server itself, whatever proxy the environment names', async () => {
  await using server = await ScriptedServer.start((_, response) => answer(response, 200, {}));
  const program = `
    import { HttpConnection } from ${JSON.stringify(join(lifecycle, 'clients/http/http-connection.ts'))};
    import { Deadline } from ${JSON.stringify(join(lifecycle, 'run/deadline.ts'))};
    const connection = new HttpConnection(${JSON.stringify(server.origin)});
    const outcome = await connection.send({ method: 'GET', path: '/' }, new Deadline(20_000));
    connection.close();
    process.stdout.write(outcome.kind);`;
  const proxy = await closedOrigin();

  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    env: { PATH: process.env.PATH, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  expect(output).toBe('answer');
});
