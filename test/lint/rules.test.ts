/** The lint rules must fail on a violation; the tree itself is linted by test/run. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';

const root = join(import.meta.dirname, '../..');

interface Diagnostic {
  code: string;
  message: string;
}

describe('lint rules', () => {
  let copy = '';

  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'phones-lint-'));
    cpSync(join(root, '.oxlintrc.json'), join(copy, '.oxlintrc.json'));
    cpSync(join(root, 'tsconfig.json'), join(copy, 'tsconfig.json'));
    cpSync(join(root, 'test/lint/phones-rules.mjs'), join(copy, 'test/lint/phones-rules.mjs'));
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  /** Codes of what the linter says about a tree that holds only these files. */
  function lint(files: Record<string, string>): string[] {
    for (const folder of ['orchestrator', 'ivr-flows', 'admin', 'phonebar', 'asterisk-config'])
      rmSync(join(copy, folder), { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    const linter = join(root, 'node_modules/oxlint/bin/oxlint');
    const run = spawnSync(process.execPath, [linter, '--type-aware', '--deny-warnings', '-f', 'json'], {
      cwd: copy,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
    expect(run.status, run.stdout + run.stderr).to.equal(diagnostics.length > 0 ? 1 : 0);
    return diagnostics.map(({ code }) => code);
  }

  const direction = 'phones(import-direction)';
  const pure = 'phones(pure-core)';

  for (const [why, file, line] of [
    ['core -> runtime', 'orchestrator/core/a.ts', "import type { Log } from '../runtime/log.ts';"],
    ['core -> adapter', 'orchestrator/core/a.ts', "export { x } from '../adapters/ari/x.ts';"],
    ['core -> a package', 'orchestrator/core/a.ts', "import knex from 'knex';"],
    ['core -> node', 'orchestrator/core/a.ts', "import { readFileSync } from 'node:fs';"],
    ['ivr-flows -> core', 'ivr-flows/a.ts', "import type { Event } from '../orchestrator/core/events.ts';"],
    ['runtime -> adapter', 'orchestrator/runtime/a.ts', "import { x } from '../adapters/web/x.ts';"],
    ['adapter -> adapter', 'orchestrator/adapters/web/a.ts', "import type { X } from '../store/x.ts';"],
    ['adapter -> world', 'orchestrator/adapters/web/a.ts', "import { step } from '../../core/step.ts';"],
    ['adapter -> runtime', 'orchestrator/adapters/web/a.ts', "import { loop } from '../../runtime/loop.ts';"],
    ['admin -> adapter', 'admin/a.ts', "import { x } from '../orchestrator/adapters/web/x.ts';"],
    ['admin -> a dynamic import', 'admin/a.ts', "export const x = import('../orchestrator/main.ts');"],
    ['phonebar -> core', 'phonebar/a.ts', "import { step } from '../orchestrator/core/step.ts';"],
    ['anyone -> jssip', 'admin/a.ts', "import { UA } from 'jssip';"],
    ['anyone -> ari-client', 'orchestrator/adapters/web/a.ts', "import { connect } from 'ari-client';"],
  ] as const)
    it(`refuses ${why}`, () => {
      expect(lint({ [file]: `${line}\n` })).to.include(direction);
    });

  for (const code of [
    'export const now = (): number => Date.now();',
    'export const now = (): Date => new Date();',
    'export const chance = (): number => Math.random();',
    'export async function wait(): Promise<void> {}',
    'export const later = (f: () => void): unknown => setTimeout(f, 1);',
    "export const say = (): void => console.log('x');",
    'export const home = (): unknown => process.env.HOME;',
  ])
    it(`refuses in the core: ${code}`, () => {
      expect(lint({ 'orchestrator/core/a.ts': `${code}\n` })).to.include(pure);
    });

  it('refuses a cycle', () => {
    const files = {
      'orchestrator/core/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b();\n",
      'orchestrator/core/b.ts': "import { a } from './a.ts';\nexport const b = (): number => a();\n",
    };
    expect(lint(files)).to.include('import(no-cycle)');
  });

  for (const [rule, code] of [
    ['typescript(no-floating-promises)', 'export function f(): void { Promise.resolve(); }'],
    ['typescript(no-misused-promises)', 'export const f = (): void => [1].forEach(async () => {});'],
    ['typescript(no-explicit-any)', 'export const f = (a: any): unknown => a;'],
    ['typescript(no-non-null-assertion)', 'export const f = (a: string | null): string => a!;'],
  ] as const)
    it(`refuses what ${rule} names`, () => {
      expect(lint({ 'orchestrator/runtime/a.ts': `${code}\n` })).to.include(rule);
    });

  it('lets the allowed directions through', () => {
    const files = {
      'ivr-flows/flow.ts': "import { z } from 'zod';\nexport const flow = z.string();\n",
      'orchestrator/core/events.ts': "export { flow } from '../../ivr-flows/flow.ts';\n",
      'orchestrator/core/step.ts': 'export type World = { at: number };\n',
      'orchestrator/runtime/errors.ts': "export { flow } from '../core/events.ts';\n",
      'orchestrator/adapters/web/a.ts':
        "import type { World } from '../../core/step.ts';\nexport { flow } from '../../runtime/errors.ts';\nexport type { World };\n",
      'orchestrator/main.ts': "export { flow } from './adapters/web/a.ts';\n",
    };
    expect(lint(files)).to.deep.equal([]);
  });
});
