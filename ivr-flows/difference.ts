/** What changed between two versions of a flow: by block for the canvas, in words for people. */
import { library, type Library } from './blocks/index.ts';
import type { Flow, FlowBlock } from './document.ts';
import { equalValues } from './expressions/index.ts';
import type { Language, Localized, Value } from './values.ts';

export type Change =
  | { change: 'flow'; member: 'name' | 'description' | 'kind' | 'languages'; before: string; after: string }
  | { change: 'propertyAdded' | 'propertyRemoved' | 'propertyChanged'; name: string }
  | { change: 'blockAdded' | 'blockRemoved'; block: string; type: string; label: string }
  | { change: 'labelChanged'; block: string; before: string; after: string }
  | { change: 'typeChanged'; block: string; before: string; after: string }
  | { change: 'parameterChanged'; block: string; parameter: string; before: Value; after: Value }
  | { change: 'exitChanged'; block: string; exit: string; before: string | null; after: string | null };

/** In the order of the newer version; where blocks stand on the canvas is no change. */
export function changesBetween(before: Flow, after: Flow): Change[] {
  return [...flowChanges(before, after), ...propertyChanges(before, after), ...blockChanges(before, after)];
}

function flowChanges(before: Flow, after: Flow): Change[] {
  const members = ['name', 'description', 'kind', 'languages'] as const;
  return members
    .filter(member => String(before[member]) !== String(after[member]))
    .map(member => ({
      change: 'flow',
      member,
      before: String(before[member]),
      after: String(after[member]),
    }));
}

function propertyChanges(before: Flow, after: Flow): Change[] {
  const old = new Map(before.properties.map(property => [property.name, property]));
  const now = new Map(after.properties.map(property => [property.name, property]));
  const changes: Change[] = [];
  for (const [name, property] of now) {
    const was = old.get(name);
    if (!was) changes.push({ change: 'propertyAdded', name });
    else if (!equalValues({ ...was }, { ...property })) changes.push({ change: 'propertyChanged', name });
  }
  for (const name of old.keys()) if (!now.has(name)) changes.push({ change: 'propertyRemoved', name });
  return changes;
}

function blockChanges(before: Flow, after: Flow): Change[] {
  const old = new Map(before.blocks.map(block => [block.id, block]));
  const now = new Map(after.blocks.map(block => [block.id, block]));
  const changes: Change[] = [];
  for (const [id, block] of now) {
    const was = old.get(id);
    if (was) changes.push(...changesOfBlock(was, block));
    else changes.push({ change: 'blockAdded', block: id, type: block.type, label: block.label });
  }
  for (const [id, { type, label }] of old)
    if (!now.has(id)) changes.push({ change: 'blockRemoved', block: id, type, label });
  return changes;
}

function changesOfBlock(was: FlowBlock, is: FlowBlock): Change[] {
  const block = is.id;
  const changes: Change[] = [];
  if (was.type !== is.type) changes.push({ change: 'typeChanged', block, before: was.type, after: is.type });
  if (was.label !== is.label)
    changes.push({ change: 'labelChanged', block, before: was.label, after: is.label });
  differ(was.parameters, is.parameters, '', (parameter, before, after) =>
    changes.push({ change: 'parameterChanged', block, parameter, before, after }),
  );
  for (const exit of new Set([...Object.keys(was.exits), ...Object.keys(is.exits)])) {
    const [before, after] = [was.exits[exit] ?? null, is.exits[exit] ?? null];
    if (before !== after) changes.push({ change: 'exitChanged', block, exit, before, after });
  }
  return changes;
}

type Found = (path: string, before: Value, after: Value) => void;

/** Calls `found` for each value at the ends that is not the same. */
function differ(before: Value | undefined, after: Value | undefined, path: string, found: Found): void {
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    for (const name of new Set([...old.keys(), ...now.keys()]))
      differ(old.get(name), now.get(name), path === '' ? name : `${path}.${name}`, found);
  } else if (!equalValues(before ?? null, after ?? null)) found(path, before ?? null, after ?? null);
}

function isTree(value: Value | undefined): value is Value[] | { [name: string]: Value } {
  return typeof value === 'object' && value !== null;
}

/** The change in one line. Blocks are called by their label, or by type and id. */
export function changeInWords(
  change: Change,
  language: Language,
  versions: { before: Flow; after: Flow },
  blocks: Library = library,
): string {
  const name = (id: string | null) => (id === null ? '–' : blockName(id, versions, language, blocks));
  const say = (it: string, en: string) => (language === 'it' ? it : en);
  switch (change.change) {
    case 'flow':
      return `${members[change.member][language]}: ${quote(change.before)} → ${quote(change.after)}`;
    case 'propertyAdded':
      return say(`Proprietà nuova: ${change.name}`, `New property: ${change.name}`);
    case 'propertyRemoved':
      return say(`Proprietà tolta: ${change.name}`, `Property removed: ${change.name}`);
    case 'propertyChanged':
      return say(`Proprietà cambiata: ${change.name}`, `Property changed: ${change.name}`);
    case 'blockAdded':
      return say(`Blocchetto nuovo: ${name(change.block)}`, `New block: ${name(change.block)}`);
    case 'blockRemoved':
      return say(`Blocchetto tolto: ${name(change.block)}`, `Block removed: ${name(change.block)}`);
    case 'labelChanged':
      return say(
        `${name(change.block)}: prima si chiamava ${quote(change.before)}`,
        `${name(change.block)}: was called ${quote(change.before)}`,
      );
    case 'typeChanged':
      return `${name(change.block)}: ${change.before} → ${change.after}`;
    case 'parameterChanged':
      return `${name(change.block)}, ${change.parameter}: ${quote(change.before)} → ${quote(change.after)}`;
    case 'exitChanged':
      return say(
        `${name(change.block)}, uscita ${change.exit}: ${name(change.before)} → ${name(change.after)}`,
        `${name(change.block)}, exit ${change.exit}: ${name(change.before)} → ${name(change.after)}`,
      );
  }
}

const members: Record<'name' | 'description' | 'kind' | 'languages', Localized> = {
  name: { it: 'Nome', en: 'Name' },
  description: { it: 'Descrizione', en: 'Description' },
  kind: { it: 'Tipo', en: 'Kind' },
  languages: { it: 'Lingue', en: 'Languages' },
};

function blockName(
  id: string,
  { before, after }: { before: Flow; after: Flow },
  language: Language,
  blocks: Library,
): string {
  const block = [...after.blocks, ...before.blocks].find(one => one.id === id);
  if (!block) return id;
  return block.label || `${blocks.get(block.type)?.title[language] ?? block.type} (${id})`;
}

function quote(value: Value): string {
  const text = value === null ? '–' : typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
