import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';

/**
 * Asks a person at the terminal of the process, wherever its input and output go.
 * @param isShown whether what is typed is shown
 */
export type Ask = (question: string, isShown: boolean) => Promise<string>;

const device = '/dev/tty';

/** Returns how to ask a person; `undefined` where the process has no terminal. */
export function terminalOf(): Ask | undefined {
  try {
    closeSync(openSync(device, 'r+'));
  } catch {
    return undefined;
  }
  return ask;
}

const enter = new Set(['\r', '\n', '\u0004']);
const rubout = new Set(['\b', '\u007f']);
const interrupt = '\u0003';

async function ask(question: string, isShown: boolean): Promise<string> {
  const input = new ReadStream(openSync(device, 'r'));
  const output = new WriteStream(openSync(device, 'w'));
  try {
    // From here on the terminal shows nothing by itself, and hands on each key. A person who types as soon as
    // the question stands there is no exception.
    input.setRawMode(true);
    output.write(question);
    return await line(input, (text) => isShown && output.write(text));
  } finally {
    input.setRawMode(false);
    output.write('\n');
    input.destroy();
    output.destroy();
  }
}

function line(input: ReadStream, echo: (text: string) => void): Promise<string> {
  return new Promise((settle) => {
    let typed = '';
    input.setEncoding('utf8').on('data', (text: string) => {
      for (const key of text) {
        if (enter.has(key)) return settle(typed);
        if (key === interrupt) {
          // As if the terminal had sent it: what the process holds is given back first.
          process.kill(process.pid, 'SIGINT');
          return settle('');
        }
        typed = rubout.has(key) ? typed.slice(0, -1) : typed + key;
        echo(rubout.has(key) ? '\b \b' : key);
      }
    });
  });
}
