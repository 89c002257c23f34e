import type { IndexedObject } from '../indexing/indexed-object.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { listAt } from '../manifest/normalise.ts';

/** `web-certgen`, `gen-certs`: a program that makes certificates, under names of its own. */
const generator = /cert(?:s|ificates?)?-?gen|gen(?:erate)?-?certs?/;
const ofCertificate = /cert|tls|(?:^|-)ca(?:-|$)/;

/** Roles that let a program write Secrets: it may be what makes the one that nothing else does. */
export class PermittedWriters {
  readonly #named = new Map<string, IndexedObject[]>();
  readonly #open: IndexedObject[] = [];

  constructor(roles: readonly IndexedObject[]) {
    for (const role of roles)
      for (const rule of listAt(role.value, 'rules')) {
        if (!has(rule, 'resources', /^(?:secrets|\*)$/)) continue;
        const names = listAt(rule, 'resourceNames').filter((each) => typeof each === 'string');
        if (names.length === 0 && role.kindKey === 'role' && has(rule, 'verbs', /^(?:create|\*)$/))
          this.#open.push(role);
        if (!has(rule, 'verbs', /^(?:create|update|patch|\*)$/)) continue;
        for (const name of names) this.#named.set(name, [...(this.#named.get(name) ?? []), role]);
      }
  }

  /** Returns the role that lets a program make a Secret: one that names it, or one that begins alike. */
  roleFor(secret: string, scope: string, namespace: string | undefined): IndexedObject | undefined {
    const isThere = (role: IndexedObject): boolean =>
      role.scope === scope && (role.namespace === undefined || namespace === undefined || role.namespace === namespace);
    const [first = ''] = secret.split(/[-.]/);
    return (
      this.#named.get(secret)?.find(isThere) ??
      (ofCertificate.test(secret)
        ? this.#open.find((role) => generator.test(role.name) && isThere(role))
        : undefined) ??
      (first.length < 4 ? undefined : this.#open.find((role) => role.name.startsWith(first) && isThere(role)))
    );
  }
}

const has = (rule: JsonValue, field: string, pattern: RegExp): boolean =>
  listAt(rule, field).some((each) => typeof each === 'string' && pattern.test(each));
