/**
 * Every change of a flow is a command: canvas, outline, forms and shortcuts all give these, and undo, autosave
 * and tests see nothing else. `apply` never changes its argument and shares what stays the same, so that a view
 * can tell by identity which blocks are new.
 */
import type { BlockId, Flow, FlowBlock, FlowProperty } from '../../../ivr-flows/document.ts';
import type { Language } from '../../../ivr-flows/values.ts';
import { exitsOf, freeId, idsOf, type Library } from './blocks.ts';
import type { Fragment } from './clipboard.ts';
import type { Point } from './geometry.ts';

export type Json = FlowBlock['parameters'][string];
/** Where a value stands within parameters: `['choices', 0, 'digit']`. */
export type Path = readonly (string | number)[];

export interface ExitOf {
  block: BlockId;
  exit: string;
}

export type Command =
  /** `after`: the exit that leads to the new block; where it led before, the new block's first exit leads. */
  | { do: 'add'; block: FlowBlock; at: Point; after: ExitOf | null }
  | { do: 'move'; to: Readonly<Record<BlockId, Point>> }
  /** Null = leads nowhere. */
  | { do: 'connect'; from: ExitOf; to: BlockId | null }
  /** `join`: what led to a block with one line out leads to where that led. */
  | { do: 'delete'; blocks: readonly BlockId[]; join: boolean }
  | { do: 'setParameter'; block: BlockId; path: Path; value: Json }
  | { do: 'setLabel'; block: BlockId; label: string }
  /** The blocks get `ids` in the order of the fragment, see `pastedIds`. */
  | { do: 'paste'; fragment: Fragment; ids: readonly BlockId[]; by: Point }
  | { do: 'setProperties'; properties: FlowProperty[] }
  | { do: 'setLanguages'; languages: Language[] }
  /** Everything at once: an earlier version, an imported file. */
  | { do: 'replace'; flow: Flow };

export function apply(flow: Flow, command: Command, library: Library): Flow {
  switch (command.do) {
    case 'add':
      return add(flow, command, library);
    case 'move':
      return { ...flow, layout: { ...flow.layout, ...command.to } };
    case 'connect':
      return connect(flow, command.from, command.to);
    case 'delete':
      return remove(flow, command.blocks, command.join);
    case 'setParameter':
      return setParameter(flow, command, library);
    case 'setLabel':
      return change(flow, command.block, block => ({ ...block, label: command.label }));
    case 'paste':
      return paste(flow, command);
    case 'setProperties':
      return { ...flow, properties: command.properties };
    case 'setLanguages':
      return { ...flow, languages: command.languages };
    case 'replace':
      return command.flow;
  }
}

function change(flow: Flow, id: BlockId, by: (block: FlowBlock) => FlowBlock): Flow {
  return { ...flow, blocks: flow.blocks.map(block => (block.id === id ? by(block) : block)) };
}

function withExit(exits: FlowBlock['exits'], name: string, to: BlockId | null): FlowBlock['exits'] {
  const { [name]: _before, ...others } = exits;
  return to === null ? others : { ...others, [name]: to };
}

function connect(flow: Flow, { block, exit }: ExitOf, to: BlockId | null): Flow {
  return change(flow, block, one => ({ ...one, exits: withExit(one.exits, exit, to) }));
}

function add(flow: Flow, { block, at, after }: Extract<Command, { do: 'add' }>, library: Library): Flow {
  const before = flow.blocks.find(one => one.id === after?.block)?.exits[after?.exit ?? ''];
  const through = exitsOf(block, library)[0]?.name;
  const added: FlowBlock =
    before !== undefined && through !== undefined && block.exits[through] === undefined
      ? { ...block, exits: { ...block.exits, [through]: before } }
      : block;
  const grown: Flow = {
    ...flow,
    blocks: [...flow.blocks, added],
    layout: { ...flow.layout, [block.id]: at },
  };
  return after ? connect(grown, after, block.id) : grown;
}

/** The start stays: a flow has exactly one. */
export function deletable(flow: Flow, ids: readonly BlockId[]): BlockId[] {
  return flow.blocks.filter(block => ids.includes(block.id) && block.type !== 'start').map(({ id }) => id);
}

function remove(flow: Flow, ids: readonly BlockId[], join: boolean): Flow {
  const gone = new Map(
    flow.blocks.filter(block => deletable(flow, ids).includes(block.id)).map(block => [block.id, block]),
  );
  const stands = (id: BlockId): BlockId | null => {
    const passed = new Set<BlockId>();
    for (let at = id; ; ) {
      const block = gone.get(at);
      if (!block) return at;
      const targets = new Set(Object.values(block.exits));
      const [only] = targets;
      if (!join || targets.size !== 1 || only === undefined || passed.has(at)) return null;
      passed.add(at);
      at = only;
    }
  };
  const blocks = flow.blocks
    .filter(block => !gone.has(block.id))
    .map(block => {
      if (!Object.values(block.exits).some(to => gone.has(to))) return block;
      const exits = Object.entries(block.exits).flatMap(([exit, to]): [string, BlockId][] => {
        const then = stands(to);
        return then === null ? [] : [[exit, then]];
      });
      return { ...block, exits: Object.fromEntries(exits) };
    });
  const layout = Object.fromEntries(Object.entries(flow.layout).filter(([id]) => !gone.has(id)));
  return { ...flow, blocks, layout };
}

function setParameter(
  flow: Flow,
  { block: id, path, value }: Extract<Command, { do: 'setParameter' }>,
  library: Library,
): Flow {
  return change(flow, id, block => {
    const parameters = placed(block.parameters, path, value);
    if (!isRecord(parameters)) return block;
    return followExits(block, { ...block, parameters }, library);
  });
}

/** Lines follow an exit whose name changes (the digit of a choice), and go with one that is gone. */
function followExits(before: FlowBlock, after: FlowBlock, library: Library): FlowBlock {
  const parse = (block: FlowBlock) => library.get(block.type)?.parameters.safeParse(block.parameters);
  if (!parse(before)?.success || !parse(after)?.success) return after;
  const names = (block: FlowBlock): string[] =>
    exitsOf({ ...block, exits: {} }, library).map(exit => exit.name);
  const old = names(before);
  const now = names(after);
  const lost = old.filter(name => !now.includes(name));
  const fresh = now.filter(name => !old.includes(name));
  if (lost.length === 0) return after;
  const exits = Object.entries(after.exits).flatMap(([name, to]): [string, BlockId][] => {
    if (!lost.includes(name)) return [[name, to]];
    const [renamed] = fresh;
    return lost.length === 1 && fresh.length === 1 && renamed !== undefined ? [[renamed, to]] : [];
  });
  return { ...after, exits: Object.fromEntries(exits) };
}

const isRecord = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy of `within` with the value at the path; lists and records on the way are made. */
export function placed(within: Json | undefined, path: Path, value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(within) ? [...within] : [];
    list[step] = placed(list[step], rest, value);
    return list;
  }
  const record = within !== undefined && isRecord(within) ? within : {};
  return { ...record, [step]: placed(Object.hasOwn(record, step) ? record[step] : undefined, rest, value) };
}

/** Ids for the blocks of a fragment that are free in the flow. */
export function pastedIds(flow: Flow, fragment: Fragment): BlockId[] {
  const taken = idsOf(flow);
  return fragment.blocks.map(block => {
    const id = freeId(block.id, taken);
    taken.add(id);
    return id;
  });
}

function paste(flow: Flow, { fragment, ids, by }: Extract<Command, { do: 'paste' }>): Flow {
  const renamed = new Map(fragment.blocks.map((block, index) => [block.id, ids[index] ?? block.id]));
  const blocks = fragment.blocks.map(block => ({
    ...block,
    id: renamed.get(block.id) ?? block.id,
    exits: Object.fromEntries(
      Object.entries(block.exits).flatMap(([exit, to]): [string, BlockId][] => {
        const target = renamed.get(to);
        return target === undefined ? [] : [[exit, target]];
      }),
    ),
  }));
  const places = fragment.blocks.map(({ id }): [BlockId, Point] => {
    const { x, y } = fragment.layout[id] ?? { x: 0, y: 0 };
    return [renamed.get(id) ?? id, { x: x + by.x, y: y + by.y }];
  });
  const known = new Set(flow.properties.map(({ name }) => name));
  return {
    ...flow,
    blocks: [...flow.blocks, ...blocks],
    layout: { ...flow.layout, ...Object.fromEntries(places) },
    properties: [...flow.properties, ...fragment.properties.filter(({ name }) => !known.has(name))],
  };
}
