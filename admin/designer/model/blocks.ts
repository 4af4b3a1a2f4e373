/** Blocks of a flow together with what their types say of them. */
import type { BlockDefinition, Exit } from '../../../ivr-flows/block.ts';
import type { BlockId, Flow, FlowBlock } from '../../../ivr-flows/document.ts';
import type { Localized } from '../../../ivr-flows/values.ts';
import { blockHeight, BLOCK_WIDTH, type Box, type Point } from './geometry.ts';

/** Block types by name. */
export type Library = ReadonlyMap<string, BlockDefinition>;

/** Views ask for the exits of the same block object again and again. */
const known = new WeakMap<Library, WeakMap<FlowBlock, Exit[]>>();

/** The exits that a block has with its parameters; those it is connected by when they cannot be read. */
export function exitsOf(block: FlowBlock, library: Library): Exit[] {
  const ofLibrary = known.get(library) ?? new WeakMap<FlowBlock, Exit[]>();
  known.set(library, ofLibrary);
  const exits = ofLibrary.get(block) ?? readExits(block, library);
  ofLibrary.set(block, exits);
  return exits;
}

function readExits(block: FlowBlock, library: Library): Exit[] {
  const definition = library.get(block.type);
  const parsed = definition?.parameters.safeParse(block.parameters);
  const defined = definition && parsed?.success ? definition.exits(parsed.data) : [];
  const names = new Set(defined.map(exit => exit.name));
  const others = Object.keys(block.exits).filter(name => !names.has(name));
  // While a parameter is wrong its block keeps its lines.
  const lost = others.map(name => ({ name, title: { it: name, en: name }, required: false }));
  return [...defined, ...lost];
}

export const positionOf = (flow: Flow, id: BlockId): Point => flow.layout[id] ?? { x: 0, y: 0 };

export function boxOf(flow: Flow, block: FlowBlock, library: Library): Box {
  return {
    ...positionOf(flow, block.id),
    width: BLOCK_WIDTH,
    height: blockHeight(exitsOf(block, library).length),
  };
}

export const findBlock = (flow: Flow, id: BlockId | null): FlowBlock | null =>
  flow.blocks.find(block => block.id === id) ?? null;

/** What people call a block: its label, else the title of its type, else the name of the type. */
export function nameOf(block: FlowBlock, library: Library, language: keyof Localized): string {
  return block.label || library.get(block.type)?.title[language] || block.type;
}

/** An id that is free: `menu`, `menu-2`, `menu-3`. */
export function freeId(wanted: string, taken: ReadonlySet<string>): BlockId {
  const base =
    wanted
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, '')
      .replace(/^[^a-z]+/, '')
      .replace(/-\d+$/, '')
      .slice(0, 34) || 'block';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number++) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}

export const idsOf = (flow: Flow): Set<BlockId> => new Set(flow.blocks.map(block => block.id));
