/**
 * Lint rules of #phones, loaded by oxlint (`jsPlugins` in .oxlintrc.json):
 *
 * - import-direction: who may import whom (CONTRIBUTING.md, "Map of the folders"). A zone may import itself,
 *   what `imports` lists and, where `packages` is given, only those packages. `types` lists what it may import
 *   as types only.
 * - pure-core: what is deterministic stays so: no clock, chance, timer, promise, console or process.
 *
 * test/lint/rules.test.ts proves that each of them fails on a violation.
 */
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');

/** What crosses the ports: plain data, its schemas and the errors. */
const contract = [
  'ivr-flows/',
  'orchestrator/core/configuration/',
  'orchestrator/core/agents/requests',
  'orchestrator/core/ids',
  'orchestrator/core/events',
  'orchestrator/core/commands',
  'orchestrator/core/facts',
  'orchestrator/core/views',
  'orchestrator/runtime/ports/',
  'orchestrator/runtime/errors',
  'orchestrator/runtime/settings',
  'orchestrator/runtime/log',
];
const types = ['orchestrator/core/', 'orchestrator/runtime/ports/'];

/** The first zone whose path the file begins with is the file's. A zone ending in `/*` is one for each folder. */
const zones = [
  { path: 'ivr-flows/', imports: [], packages: ['zod', 'luxon', '@marcbachmann/cel-js'] },
  { path: 'orchestrator/core/', imports: ['ivr-flows/'], packages: ['zod', 'luxon'] },
  { path: 'orchestrator/runtime/', imports: ['orchestrator/core/', 'ivr-flows/'] },
  { path: 'orchestrator/adapters/*', imports: contract, types },
  { path: 'orchestrator/demo/', imports: contract, types },
  { path: 'asterisk-config/', imports: contract, types },
  { path: 'admin/', imports: contract, types },
  { path: 'phonebar/', imports: contract, types },
];

/** Packages that one folder alone knows. */
const owned = [
  { package: 'jssip', by: 'phonebar/client/softphone' },
  { package: 'ari-client', by: 'orchestrator/adapters/ari/' },
  { package: 'mysql2', by: 'orchestrator/adapters/store/' },
  { package: 'better-sqlite3', by: 'orchestrator/adapters/store/' },
];

const slashes = file => file.split(path.sep).join('/');

/** The zone of a file and the folder that counts as itself; null = sees all. */
function zoneOf(file) {
  for (const zone of zones) {
    const base = zone.path.replace(/\*$/, '');
    if (!file.startsWith(base)) continue;
    if (!zone.path.endsWith('*')) return { zone, own: base };
    return { zone, own: `${base}${file.slice(base.length).split('/')[0]}/` };
  }
  return null;
}

/** Why `file` may not import `specifier`; null = it may. Both sides are relative to the root. */
function objection(file, specifier, typeOnly) {
  const at = zoneOf(file);
  const relative = specifier.startsWith('.');
  if (!relative) {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    const owner = owned.find(({ package: own }) => own === name);
    if (owner && at && !typeOnly && !file.startsWith(owner.by)) return `only ${owner.by} imports "${name}"`;
    if (!at?.zone.packages || at.zone.packages.includes(name)) return null;
    return `${at.own} imports no package but ${at.zone.packages.join(', ')}`;
  }
  const target = slashes(path.normalize(path.join(path.dirname(file), specifier)));
  if (!at || target.startsWith(at.own)) return null;
  if (at.zone.imports.some(allowed => target.startsWith(allowed))) return null;
  if (typeOnly && at.zone.types?.some(allowed => target.startsWith(allowed))) return null;
  const typesToo = at.zone.types ? ` (types also of ${at.zone.types.join(', ')})` : '';
  return `${at.own} may import ${at.zone.imports.join(', ') || 'nothing else'}${typesToo}, not ${target}`;
}

const importDirection = {
  create(context) {
    const file = slashes(path.relative(root, context.filename));
    const check = (node, source, typeOnly) => {
      if (typeof source?.value !== 'string') return;
      const message = objection(file, source.value, typeOnly);
      if (message) context.report({ node, message });
    };
    const onlyTypes = (node, kind) =>
      node[kind] === 'type' ||
      (node.specifiers?.length > 0 && node.specifiers.every(specifier => specifier[kind] === 'type'));
    return {
      ImportDeclaration: node => check(node, node.source, onlyTypes(node, 'importKind')),
      ExportNamedDeclaration: node => check(node, node.source, onlyTypes(node, 'exportKind')),
      ExportAllDeclaration: node => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: node => check(node, node.source, false),
    };
  },
};

const impureGlobals = new Set([
  'process',
  'console',
  'crypto',
  'performance',
  'fetch',
  'globalThis',
  'queueMicrotask',
  'Promise',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
]); // prettier-ignore
const impureMembers = new Set(['Date.now', 'Math.random', 'DateTime.now', 'DateTime.utc', 'DateTime.local']);

const pureCore = {
  create(context) {
    const refuse = (node, what) =>
      context.report({ node, message: `${what} is not deterministic: time and chance come with the event` });
    const noAsync = node => {
      if (node.async) context.report({ node, message: 'nothing here waits: the core is synchronous' });
    };
    return {
      FunctionDeclaration: noAsync,
      FunctionExpression: noAsync,
      ArrowFunctionExpression: noAsync,
      AwaitExpression: node =>
        context.report({ node, message: 'nothing here waits: the core is synchronous' }),
      MemberExpression(node) {
        const name = `${node.object.name}.${node.property.name}`;
        if (!node.computed && impureMembers.has(name)) refuse(node, name);
        else if (impureGlobals.has(node.object.name)) refuse(node, node.object.name);
      },
      CallExpression(node) {
        if (impureGlobals.has(node.callee.name)) refuse(node, node.callee.name);
        if (node.callee.name === 'Date') refuse(node, 'Date()');
      },
      NewExpression(node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0) refuse(node, 'new Date()');
        if (node.callee.name === 'Promise') refuse(node, 'Promise');
      },
    };
  },
};

export default {
  meta: { name: 'phones' },
  rules: { 'import-direction': importDirection, 'pure-core': pureCore },
};
