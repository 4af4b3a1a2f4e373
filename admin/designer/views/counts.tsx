/** Live counts of the published version, per block and exit. */
import { createContext, type ReactNode, useContext } from 'react';
import type { BlockId } from '../../../ivr-flows/document.ts';

export interface BlockCounts {
  text: string;
  exits: Readonly<Record<string, string | undefined>>;
}

const CountsContext = createContext<ReadonlyMap<BlockId, BlockCounts> | null>(null);

export const useCounts = (block: BlockId): BlockCounts | null =>
  useContext(CountsContext)?.get(block) ?? null;

export function LiveCounts({ children }: { children: ReactNode }) {
  return <CountsContext value={null}>{children}</CountsContext>;
}
