/**
 * What the page knows, in one place: the flow with its history, what is chosen, what is wrong, how the draft is
 * saved. Views read it and give commands; it knows no element and no clock of its own.
 */
import type { Problem } from '../../ivr-flows/block.ts';
import type { BlockId, Flow } from '../../ivr-flows/document.ts';
import { findBlock, freeId, idsOf, exitsOf, positionOf, type Library } from './model/blocks.ts';
import { copied, type Fragment } from './model/clipboard.ts';
import { deletable, pastedIds, type Command, type ExitOf } from './model/commands.ts';
import { compared, type Comparison } from './model/compare.ts';
import { BLOCK_WIDTH, onGrid, type Point } from './model/geometry.ts';
import { begin, perform, redo, undo, type History } from './model/history.ts';

export type View = 'canvas' | 'outline';
export type Panel = 'block' | 'problems' | 'simulator' | 'versions';

export interface Compared extends Comparison {
  /** What it is compared with. */
  title: string;
  older: Flow;
}

export interface DesignerState {
  history: History;
  selection: readonly BlockId[];
  /** A line that is chosen on the canvas. */
  line: ExitOf | null;
  view: View;
  panel: Panel;
  problems: readonly Problem[];
  comparison: Compared | null;
  /** Whether live counts of the published version stand on the blocks. */
  counting: boolean;
  /** Blocks that the simulated call has passed, and the one where it stands. */
  path: { passed: ReadonlySet<BlockId>; lines: ReadonlySet<string>; at: BlockId | null };
  /** Asks the views to bring a block into sight; the number makes two askings two. */
  shown: { block: BlockId; asked: number } | null;
  /** Grows when something was published or planned here. */
  publications: number;
}

export interface Tools {
  library: Library;
  /** ms; only differences matter. */
  now(): number;
  check(flow: Flow): Problem[];
  /** Calls back once after so many ms. */
  later(ms: number, then: () => void): void;
}

/** A large flow takes a while to be checked: that waits for a pause in the typing. */
const CHECK_AFTER_MS = 200;

export const lineKey = ({ block, exit }: ExitOf): string => `${block}.${exit}`;
const NO_PATH = { passed: new Set<BlockId>(), lines: new Set<string>(), at: null };
const GAP = 90;

export class Session {
  state: DesignerState;
  readonly tools: Tools;
  readonly #listeners = new Set<() => void>();

  constructor(flow: Flow, tools: Tools) {
    this.tools = tools;
    this.state = {
      history: begin(flow),
      selection: [],
      line: null,
      view: 'canvas',
      panel: 'block',
      problems: tools.check(flow),
      comparison: null,
      counting: false,
      path: NO_PATH,
      shown: null,
      publications: 0,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly set = (changes: Partial<DesignerState>): void => {
    this.state = { ...this.state, ...changes };
    for (const listener of this.#listeners) listener();
  };

  get flow(): Flow {
    return this.state.history.present;
  }

  run(command: Command): void {
    this.#become(perform(this.state.history, command, this.tools.library, this.tools.now()));
  }
  undo(): void {
    this.#become(undo(this.state.history));
  }
  redo(): void {
    this.#become(redo(this.state.history));
  }

  #become(history: History): void {
    if (history === this.state.history) return;
    const flow = history.present;
    const stands = idsOf(flow);
    const { comparison, line } = this.state;
    const logic =
      flow.blocks !== this.flow.blocks ||
      flow.properties !== this.flow.properties ||
      flow.languages !== this.flow.languages;
    this.set({
      history,
      selection: this.state.selection.filter(id => stands.has(id)),
      line: line && findBlock(flow, line.block)?.exits[line.exit] ? line : null,
      comparison: comparison && { ...comparison, ...compared(comparison.older, flow) },
    });
    if (logic) this.#checkSoon();
  }

  #checks = 0;
  #checkSoon(): void {
    const check = ++this.#checks;
    this.tools.later(CHECK_AFTER_MS, () => {
      if (check === this.#checks) this.set({ problems: this.tools.check(this.flow) });
    });
  }

  select(ids: readonly BlockId[]): void {
    const { selection } = this.state;
    if (ids.length === selection.length && ids.every(id => selection.includes(id))) return;
    const panel = this.state.panel === 'problems' && ids.length > 0 ? 'block' : this.state.panel;
    this.set({ selection: ids, line: null, panel });
  }
  /** Chooses a block and brings it into sight. */
  show(block: BlockId, panel: Panel = this.state.panel): void {
    this.set({
      selection: [block],
      line: null,
      panel,
      shown: { block, asked: (this.state.shown?.asked ?? 0) + 1 },
    });
  }

  /** Where a new block goes on when nobody says: the first exit of the chosen block that leads nowhere. */
  insertionPoint(): ExitOf | null {
    const [chosen] = this.state.selection;
    const block = this.state.selection.length === 1 ? findBlock(this.flow, chosen ?? null) : null;
    if (!block) return null;
    const exits = exitsOf(block, this.tools.library);
    const exit = exits.find(({ name, required }) => required && !(name in block.exits)) ?? exits[0];
    return exit ? { block: block.id, exit: exit.name } : null;
  }

  /** Adds a block and chooses it. `at` absent = right of the block before it, or at the end. */
  add(type: string, after: ExitOf | null, at: Point | null = null): BlockId {
    const id = freeId(type, idsOf(this.flow));
    const definition = this.tools.library.get(type);
    const parsed = definition?.parameters.safeParse({});
    const initial = parsed?.success ? JSON.parse(JSON.stringify(parsed.data)) : {};
    this.run({
      do: 'add',
      block: { id, type, label: '', parameters: initial, exits: {} },
      at: onGrid(at ?? this.#freePlace(after)),
      after,
    });
    this.show(id, 'block');
    return id;
  }

  #freePlace(after: ExitOf | null): Point {
    const last = after ? after.block : (this.flow.blocks.at(-1)?.id ?? 'start');
    const before = findBlock(this.flow, last);
    const { x, y } = positionOf(this.flow, last);
    const index = before
      ? exitsOf(before, this.tools.library).findIndex(exit => exit.name === after?.exit)
      : -1;
    const place = { x: x + BLOCK_WIDTH + GAP, y: y + Math.max(0, index) * 60 };
    const places = this.flow.blocks.map(({ id }) => positionOf(this.flow, id));
    const taken = (): boolean =>
      places.some(other => Math.abs(other.x - place.x) < BLOCK_WIDTH && Math.abs(other.y - place.y) < 100);
    while (taken()) place.y += 110;
    return place;
  }

  delete(join = false): void {
    const { line, selection } = this.state;
    if (line) return this.run({ do: 'connect', from: line, to: null });
    const blocks = deletable(this.flow, selection);
    if (blocks.length > 0) this.run({ do: 'delete', blocks, join });
  }

  copied(): Fragment | null {
    return copied(this.flow, this.state.selection);
  }
  paste(fragment: Fragment, by: Point = { x: 40, y: 40 }): void {
    const ids = pastedIds(this.flow, fragment);
    this.run({ do: 'paste', fragment, ids, by });
    const [first] = ids;
    this.set({
      selection: ids,
      line: null,
      shown: first === undefined ? null : { block: first, asked: (this.state.shown?.asked ?? 0) + 1 },
    });
  }

  compare(title: string, older: Flow): void {
    this.set({ comparison: { title, older, ...compared(older, this.flow) } });
  }

  clearPath(): void {
    this.set({ path: NO_PATH });
  }
}

export interface ProblemCount {
  errors: number;
  warnings: number;
}
const NONE: ProblemCount = { errors: 0, warnings: 0 };
const counted = new WeakMap<readonly Problem[], Map<BlockId, ProblemCount>>();

/** Problems of a block: how many errors and warnings. Every block asks of the same list. */
export function countProblems(problems: readonly Problem[], block: BlockId): ProblemCount {
  let counts = counted.get(problems);
  if (!counts) {
    counts = new Map();
    for (const problem of problems) {
      if (problem.block === null) continue;
      const { errors, warnings } = counts.get(problem.block) ?? NONE;
      const error = problem.severity === 'error';
      counts.set(problem.block, {
        errors: errors + (error ? 1 : 0),
        warnings: warnings + (error ? 0 : 1),
      });
    }
    counted.set(problems, counts);
  }
  return counts.get(block) ?? NONE;
}
