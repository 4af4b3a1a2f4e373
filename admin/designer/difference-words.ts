/** What differs between two versions, in sentences in the language of the page. */
import type { BlockId, Flow } from '../../ivr-flows/document.ts';
import { changeInWords, changesBetween } from '../../ivr-flows/difference.ts';
import { idsOf, type Library } from './model/blocks.ts';
import { language } from './words.ts';

export interface DifferenceLine {
  key: string;
  text: string;
  /** Where it can be seen in the newer flow; null = nowhere. */
  block: BlockId | null;
}

export function differenceWords(older: Flow, newer: Flow, library: Library): DifferenceLine[] {
  const stands = idsOf(newer);
  return changesBetween(older, newer).map((change, index) => ({
    key: `${index}`,
    text: changeInWords(change, language, { before: older, after: newer }, library),
    block: 'block' in change && stands.has(change.block) ? change.block : null,
  }));
}
