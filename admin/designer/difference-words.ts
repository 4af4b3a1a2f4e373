/** What differs between two versions, in sentences in the language of the page. */
import type { BlockId, Flow, FlowBlock } from '../../ivr-flows/document.ts';
import { exitsOf, nameOf, type Library } from './model/blocks.ts';
import { canonical } from './model/compare.ts';
import { fieldsOf } from './forms/fields.ts';
import { language, said, t } from './words.ts';

export interface DifferenceLine {
  key: string;
  text: string;
  /** Where it can be seen in the newer flow. */
  block: BlockId | null;
}

export function differenceWords(older: Flow, newer: Flow, library: Library): DifferenceLine[] {
  const before = new Map(older.blocks.map(block => [block.id, block]));
  const now = new Map(newer.blocks.map(block => [block.id, block]));
  const name = (block: FlowBlock): string => nameOf(block, library, language);
  const lines: DifferenceLine[] = [];
  for (const block of newer.blocks) {
    const old = before.get(block.id);
    if (old) lines.push(...ofBlock(old, block, now, library));
    else
      lines.push({
        key: `+${block.id}`,
        text: t('compare.blockAdded', { name: name(block) }),
        block: block.id,
      });
  }
  for (const block of older.blocks)
    if (!now.has(block.id))
      lines.push({
        key: `-${block.id}`,
        text: t('compare.blockRemoved', { name: name(block) }),
        block: null,
      });
  if (canonical(older.properties) !== canonical(newer.properties))
    lines.push({ key: 'properties', text: t('compare.properties'), block: null });
  if (canonical(older.languages) !== canonical(newer.languages))
    lines.push({ key: 'languages', text: t('compare.languages'), block: null });
  return lines;
}

function ofBlock(
  old: FlowBlock,
  block: FlowBlock,
  now: ReadonlyMap<BlockId, FlowBlock>,
  library: Library,
): DifferenceLine[] {
  const name = nameOf(block, library, language);
  const line = (what: string, text: string): DifferenceLine => ({
    key: `${block.id} ${what}`,
    text,
    block: block.id,
  });
  const lines: DifferenceLine[] = [];
  if (old.type !== block.type) lines.push(line('type', t('compare.type', { name })));
  if (old.label !== block.label)
    lines.push(line('label', t('compare.label', { before: old.label || '–', after: block.label || '–' })));
  const definition = library.get(block.type);
  const fields = definition ? fieldsOf(definition.parameters) : [];
  for (const member of new Set([...Object.keys(old.parameters), ...Object.keys(block.parameters)])) {
    const field = fields.find(one => one.name === member);
    const was = old.parameters[member] ?? field?.initial ?? null;
    const is = block.parameters[member] ?? field?.initial ?? null;
    if (canonical(was) === canonical(is)) continue;
    const parameter = field ? said(field.form.title) : member;
    lines.push(
      line(member, t('compare.parameter', { name, parameter, before: shortly(was), after: shortly(is) })),
    );
  }
  for (const exit of new Set([...Object.keys(old.exits), ...Object.keys(block.exits)])) {
    const to = block.exits[exit];
    if (old.exits[exit] === to) continue;
    const target = to === undefined ? null : now.get(to);
    const title = exitsOf(block, library).find(one => one.name === exit)?.title;
    lines.push(
      line(
        `exit ${exit}`,
        t(target ? 'compare.exit' : 'compare.exitOpen', {
          name,
          exit: title ? said(title) : exit,
          target: target ? nameOf(target, library, language) : '',
        }),
      ),
    );
  }
  return lines;
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' || text === 'null' ? '–' : text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
