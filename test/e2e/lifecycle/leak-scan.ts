import { readdirSync, readFileSync } from 'node:fs';

/** A secret text, by the name under which a leak is reported. */
export type Secrets = ReadonlyMap<string, string>;

/** Somewhere a program could leave a secret, and everything that it left there. */
export interface Channel {
  readonly name: string;
  readonly text: string;
}

/** Returns the forms in which a text may turn up: as it is, escaped, or encoded. */
export function formsOf(secret: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const unpadded = (text: string): string => text.replace(/=+$/, '');
  // Shorter pieces of base64 depend on what stands before them; whole values are what programs encode.
  const all: [string, string][] = [
    ['raw', secret],
    ['base64', unpadded(bytes.toString('base64'))],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ['url', encodeURIComponent(secret.toWellFormed())],
    [
      'url in small letters',
      encodeURIComponent(secret.toWellFormed()).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ],
    ['form', new URLSearchParams({ '': secret }).toString().slice(1)],
    ['json', json],
    ['json twice', JSON.stringify(json).slice(1, -1)],
    ['json in ASCII', json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)],
  ];
  return new Map(all.filter(([, form]) => form !== ''));
}

/** Finds every secret in every channel; says `name as form in channel`, never the secret. */
export function findLeaks(secrets: Secrets, channels: Iterable<Channel>): string[] {
  const forms = [...secrets].flatMap(([name, secret]) =>
    [...formsOf(secret)].map(([form, text]) => ({ label: `${name} as ${form}`, text })),
  );
  const found = new Set<string>();
  for (const { name, text } of channels)
    for (const { label, text: form } of forms) if (text.includes(form)) found.add(`${label} in ${name}`);
  return [...found].sort();
}

/** Watches the arguments and environments of all processes of the namespace while programs run. */
export class ProcessWatch implements Disposable {
  readonly #seen = new Map<string, Set<string>>([
    ['argv', new Set()],
    ['environment', new Set()],
  ]);
  readonly #timer: NodeJS.Timeout;
  readonly #isOurs: (argv: string) => boolean;

  /**
   * @param isOurs tells the programs under test by their arguments; servers of the bench are given keys by
   * design
   */
  constructor(isOurs: (argv: string) => boolean) {
    this.#isOurs = isOurs;
    this.#timer = setInterval(() => this.look(), 10);
  }

  look(): void {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const argv = read(`/proc/${pid}/cmdline`);
      if (!this.#isOurs(argv)) continue;
      this.#seen.get('argv')?.add(argv);
      this.#seen.get('environment')?.add(read(`/proc/${pid}/environ`));
    }
  }

  get channels(): Channel[] {
    return [...this.#seen].map(([name, texts]) => ({ name, text: [...texts].join('\n') }));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', '\n');
  } catch {
    // The process has ended in between.
    return '';
  }
}
