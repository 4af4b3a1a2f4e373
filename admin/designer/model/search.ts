/** Finding blocks by what people remember of them: label, type, id, any text in the parameters. */
import type { Flow, FlowBlock } from '../../../ivr-flows/document.ts';
import { nameOf, type Library } from './blocks.ts';

/** Folds case and accents. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word must occur. Names that begin with the first word come first. */
export function found(flow: Flow, query: string, library: Library, language: 'it' | 'en'): FlowBlock[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  return flow.blocks
    .map(block => {
      const name = folded(nameOf(block, library, language));
      const title = folded(library.get(block.type)?.title[language] ?? '');
      const all = `${name} ${title} ${block.id} ${folded(JSON.stringify(block.parameters))}`;
      return { block, name, fits: words.every(word => all.includes(word)) };
    })
    .filter(({ fits }) => fits)
    .sort((one, other) => Number(other.name.startsWith(first)) - Number(one.name.startsWith(first)))
    .map(({ block }) => block);
}
