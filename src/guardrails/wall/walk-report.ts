import type { CredentialPlace } from '../credential/credential-place.ts';
import type { CredentialForm } from '../credential/verdict.ts';
import type { FieldPath, Manifest } from '../manifest/manifest.ts';
import type { LabelSite, StrictSite, UnopenedSite } from './strict-site.ts';

/** Where a walk is, and what it has found there. */
export class WalkReport {
  readonly sites: StrictSite[] = [];
  readonly unopened: UnopenedSite[] = [];
  readonly labels: LabelSite[] = [];
  #manifest: Manifest | undefined;
  #path: (string | number)[] = [];
  /** Length of the part of the path that leads to the field; the rest is inside what it carries. */
  #outer = 0;

  /** The document that is being visited. */
  get manifest(): Manifest | undefined {
    return this.#manifest;
  }

  get path(): FieldPath {
    return this.#path;
  }

  /** How much was found so far, so that a visit can tell whether it found something. */
  get count(): number {
    return this.sites.length + this.unopened.length + this.labels.length;
  }

  start(manifest: Manifest): void {
    this.#manifest = manifest;
    this.#path = [];
    this.#outer = 0;
  }

  within(step: string | number, visit: () => void): void {
    this.#path.push(step);
    visit();
    this.#path.pop();
  }

  /** What is visited meanwhile stands inside the field that the path leads to. */
  inside(visit: () => void): void {
    const outer = this.#outer;
    if (outer === 0) this.#outer = this.#path.length;
    visit();
    this.#outer = outer;
  }

  add(form: CredentialForm, key: string, place: CredentialPlace, offset = 0, inner: FieldPath = []): void {
    if (this.#manifest === undefined) return;
    const end = this.#outer === 0 ? this.#path.length : this.#outer;
    const innerPath = [...this.#path.slice(end), ...inner];
    this.sites.push({ manifest: this.#manifest, place, form, key, path: this.#path.slice(0, end), innerPath, offset });
  }

  /**
   * What is visited meanwhile stands in a part of the same text, from an index on; what was found on its
   * lines before is not reported again.
   */
  part(offset: number, visit: () => void): void {
    const known = new Set(this.sites.filter((site) => this.#isHere(site)).map(({ offset: at }) => at));
    const before = this.sites.length;
    visit();
    const added = this.sites.splice(before);
    for (const site of added) {
      const moved = this.#isHere(site) ? { ...site, offset: site.offset + offset } : site;
      if (![...known].some((at) => Math.abs(at - moved.offset) < 80) || !this.#isHere(site)) this.sites.push(moved);
    }
  }

  #isHere({ manifest, path, innerPath }: StrictSite): boolean {
    return (
      manifest === this.#manifest &&
      path.length + innerPath.length === this.#path.length &&
      this.#path.every((step, index) => step === (index < path.length ? path[index] : innerPath[index - path.length]))
    );
  }

  /** Notes a text that says what its field is called, and is no value of it. */
  addLabel(): void {
    if (this.#manifest !== undefined) this.labels.push({ manifest: this.#manifest, path: [...this.#path] });
  }

  /** Reports a text that carries more than is opened, or bytes that nobody can read. */
  addUnopened(reason: UnopenedSite['reason']): void {
    const path = this.#outer === 0 ? [...this.#path] : this.#path.slice(0, this.#outer);
    if (this.#manifest !== undefined) this.unopened.push({ manifest: this.#manifest, path, reason });
  }
}
