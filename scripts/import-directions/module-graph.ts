import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One import of a module, whatever its form: static, type-only, re-exported, dynamic or inside a type. */
export interface ModuleImport {
  /** Path below the root, name of the npm package, or name of the built-in module without `node:`. */
  readonly target: string;
  readonly kind: 'local' | 'package' | 'builtin' | 'unresolved';
  /** Whether package.json has the package among what is installed with the published one. */
  readonly declared: boolean;
}

/** Every module of some folders with what it imports. */
export interface ModuleGraph {
  readonly modules: ReadonlyMap<string, readonly ModuleImport[]>;
  /** Files that do not parse, so that nothing is known of their imports. */
  readonly unread: readonly string[];
}

interface PackageManifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * Reads the imports of all TypeScript modules below `folders`.
 *
 * Tools that parse through TypeScript's own programming interface find nothing with TypeScript 7, which has
 * none, and report success; others overlook `import('…')` in types. Hence the parser itself, and a count of
 * modules in every report.
 */
export function readModuleGraph(root: string, folders: readonly string[]): ModuleGraph {
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root, exclude: ['**/node_modules/**'] },
  ).map((file) => file.replaceAll('\\', '/'));
  const manifest: PackageManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const modules = new Map<string, readonly ModuleImport[]>();
  const unread: string[] = [];
  for (const file of files.sort()) {
    const { program, errors } = parseSync(file, readFileSync(join(root, file), 'utf8'));
    if (errors.length > 0) unread.push(file);
    const found: ModuleImport[] = [];
    const add = (specifier: unknown): void => {
      if (typeof specifier === 'string') found.push(resolve(root, file, specifier, manifest));
    };
    new Visitor({
      ImportDeclaration: ({ source }) => add(source.value),
      ExportAllDeclaration: ({ source }) => add(source.value),
      ExportNamedDeclaration: ({ source }) => add(source?.value),
      ImportExpression: ({ source }) => add('value' in source ? source.value : undefined),
      TSImportType: ({ source }) => add(source.value),
      TSExternalModuleReference: ({ expression }) => add(expression.value),
    }).visit(program);
    modules.set(file, found);
  }
  return { modules, unread };
}

function resolve(root: string, file: string, specifier: string, manifest: PackageManifest): ModuleImport {
  if (isBuiltin(specifier)) return { target: specifier.replace(/^node:/, ''), kind: 'builtin', declared: true };
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    return { target, kind: existsSync(join(root, target)) ? 'local' : 'unresolved', declared: true };
  }
  const target = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const declared = target in { ...manifest.dependencies, ...manifest.peerDependencies };
  // The package's own name is how its users import it, so tests of that do too.
  const isKnown = declared || target === manifest.name || target in { ...manifest.devDependencies };
  return { target, kind: isKnown ? 'package' : 'unresolved', declared };
}
