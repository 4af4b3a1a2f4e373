/** A flow as an ordered outline: for the keyboard editor of the Call Designer, for print and for a screen reader. */
import { library, type Library } from './blocks/index.ts';
import type { Flow, FlowBlock } from './document.ts';
import { Localized, type Language } from './values.ts';
import { parametersOf } from './walk.ts';

export interface OutlineExit {
  name: string;
  title: string;
  /** Number of the line that follows; null = it leads nowhere. */
  to: number | null;
  required: boolean;
}

export interface OutlineLine {
  /** From 1, in the order in which a caller may come to the blocks. */
  number: number;
  block: string;
  /** Label, or the title of the type. */
  name: string;
  type: string;
  /** Blocks on the shortest way from the start; null = no way leads here. */
  depth: number | null;
  /** What it says or asks, in short. */
  summary: string;
  exits: OutlineExit[];
}

/** What follows an exit stands below it, before the next exit; each block once. */
export function outlineOf(flow: Flow, language: Language, blocks: Library = library): OutlineLine[] {
  const byId = new Map(flow.blocks.map(block => [block.id, block]));
  const depths = new Map<string, number>();
  const visit = flow.blocks.filter(({ type }) => type === 'start').map(({ id }) => ({ id, depth: 0 }));
  for (let next = visit.pop(); next; next = visit.pop()) {
    const block = byId.get(next.id);
    if (!block || depths.has(block.id)) continue;
    depths.set(block.id, next.depth);
    const below = next.depth + 1;
    const targets = exitsOf(block, blocks).flatMap(({ name }) => block.exits[name] ?? []);
    visit.push(...targets.toReversed().map(id => ({ id, depth: below })));
  }
  const order = [...depths.keys(), ...byId.keys()].filter((id, index, all) => all.indexOf(id) === index);
  const numbers = new Map(order.map((id, index) => [id, index + 1]));
  return order.flatMap(id => {
    const block = byId.get(id);
    return block ? [lineOf(block, numbers, depths.get(id) ?? null, language, blocks)] : [];
  });
}

function lineOf(
  block: FlowBlock,
  numbers: ReadonlyMap<string, number>,
  depth: number | null,
  language: Language,
  blocks: Library,
): OutlineLine {
  const title = blocks.get(block.type)?.title[language] ?? block.type;
  return {
    number: numbers.get(block.id) ?? 0,
    block: block.id,
    name: block.label || title,
    type: title,
    depth,
    summary: summaryOf(block, language, blocks),
    exits: exitsOf(block, blocks).map(exit => ({
      name: exit.name,
      title: exit.title[language],
      to: numbers.get(block.exits[exit.name] ?? '') ?? null,
      required: exit.required,
    })),
  };
}

/** Those of the type, then others that the document names. */
function exitsOf(block: FlowBlock, blocks: Library) {
  const definition = blocks.get(block.type);
  const parsed = definition?.parameters.safeParse(block.parameters);
  const known = definition && parsed?.success ? definition.exits(parsed.data) : [];
  const others = Object.keys(block.exits).filter(name => known.every(exit => exit.name !== name));
  return [...known, ...others.map(name => ({ name, title: { it: name, en: name }, required: false }))];
}

function summaryOf(block: FlowBlock, language: Language, blocks: Library): string {
  const definition = blocks.get(block.type);
  const parsed = definition?.parameters.safeParse(block.parameters);
  if (!definition || !parsed?.success) return '';
  const shown = parametersOf(definition.parameters, parsed.data).flatMap(({ form, value, path }) => {
    if (!Object.hasOwn(block.parameters, path.split('.', 1).join())) return [];
    switch (form.widget) {
      case 'localizedTemplate':
        return [`“${inLanguage(value, language)}”`];
      case 'prompt':
      case 'expression':
      case 'template':
        return typeof value === 'string' && value !== '' ? [value] : [];
      default:
        return [];
    }
  });
  const whole = shown.join(' ');
  return whole.length > 120 ? `${whole.slice(0, 119)}…` : whole;
}

function inLanguage(value: unknown, language: Language): string {
  const texts = Localized.safeParse(value);
  return texts.success ? texts.data[language] || texts.data.it || texts.data.en : '';
}

/** The outline as text, a block a line and its exits below it. */
export function outlineText(flow: Flow, language: Language, blocks: Library = library): string {
  const lines = outlineOf(flow, language, blocks).flatMap(line => [
    `${line.number}. ${line.name}${line.name === line.type ? '' : ` [${line.type}]`}${line.summary ? `: ${line.summary}` : ''}`,
    ...line.exits
      .filter(({ to, required }) => to !== null || required)
      .map(({ title, to }) => `     ${title} → ${to ?? '?'}`),
  ]);
  return `${flow.name}\n\n${lines.join('\n')}\n`;
}
