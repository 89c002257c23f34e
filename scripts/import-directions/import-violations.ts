import { type Direction, directions } from './direction.ts';
import type { ModuleGraph, ModuleImport } from './module-graph.ts';

/** One import that the source tree does not allow. */
export interface ImportViolation {
  readonly rule:
    | 'unread'
    | 'no-part'
    | 'unresolved'
    | 'direction'
    | 'sibling'
    | 'package'
    | 'undeclared'
    | 'builtin'
    | 'cycle';
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** Returns what a module graph holds against the arrows of the source tree, sorted by module. */
export function importViolations({ modules, unread }: ModuleGraph): ImportViolation[] {
  const violations: ImportViolation[] = unread.map((file) => ({
    rule: 'unread',
    from: file,
    to: '',
    why: 'It does not parse, so nothing is known about its imports.',
  }));
  for (const [file, imports] of modules) {
    for (const { target, kind } of imports) {
      if (kind !== 'unresolved') continue;
      violations.push({ rule: 'unresolved', from: file, to: target, why: 'Nothing is there to import.' });
    }
    if (!file.startsWith('src/')) continue;
    const parts = directions.filter((direction) => new RegExp(direction.modules).test(file));
    if (parts.length !== 1) {
      const why = 'Each module under src/ belongs to one part, which scripts/import-directions/direction.ts names.';
      violations.push({ rule: 'no-part', from: file, to: '', why });
    }
    for (const part of parts) violations.push(...imports.flatMap((imported) => judge(part, file, imported)));
  }
  violations.push(...cycles(modules));
  return violations.sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
}

function judge(part: Direction, from: string, imported: ModuleImport): ImportViolation[] {
  const { target, kind, declared } = imported;
  const violation = (rule: ImportViolation['rule'], to: string, why = part.why): ImportViolation[] => [
    { rule, from, to, why },
  ];
  if (kind === 'builtin') {
    return part.builtins === undefined || part.builtins.includes(target) ? [] : violation('builtin', target);
  }
  if (kind === 'package') {
    const allowed = part.packages?.includes(target) ?? !part.withoutPackages?.includes(target);
    if (!allowed) return violation('package', target);
    if (part.published === false || declared) return [];
    return violation('undeclared', target, 'Who installs the published package does not have it.');
  }
  if (kind !== 'local') return [];
  if (new RegExp(part.modules).test(target)) return part.siblings ? [] : violation('sibling', target);
  return part.mayImport.some((allowed) => new RegExp(allowed).test(target)) ? [] : violation('direction', target);
}

/**
 * Groups of modules that import each other in a circle (Tarjan's strongly connected components).
 *
 * Imports of types count: who reads one of two files whose types name each other has to read both.
 */
function cycles(modules: ModuleGraph['modules']): ImportViolation[] {
  const arrows = new Map(
    [...modules].map(([file, imports]) => {
      const kept = imports.filter(({ target }) => modules.has(target));
      return [file, kept.map(({ target }) => target)] as const;
    }),
  );
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: ImportViolation[] = [];
  const visit = (file: string): number => {
    const index = order.size;
    order.set(file, index);
    low.set(file, index);
    stack.push(file);
    for (const target of arrows.get(file) ?? []) {
      const reached = order.has(target)
        ? stack.includes(target)
          ? (order.get(target) ?? index)
          : index
        : visit(target);
      low.set(file, Math.min(low.get(file) ?? index, reached));
    }
    if (low.get(file) === index) {
      const members = stack.splice(stack.indexOf(file));
      const importsItself = arrows.get(file)?.includes(file) ?? false;
      if (members.length > 1 || importsItself) {
        const why = `${members.join(', ')} form a circle: none can be read or tested without the others.`;
        found.push({ rule: 'cycle', from: file, to: members[1] ?? file, why });
      }
    }
    return low.get(file) ?? index;
  };
  for (const file of arrows.keys()) if (!order.has(file)) visit(file);
  return found;
}
