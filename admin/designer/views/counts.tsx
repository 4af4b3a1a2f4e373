/** Live counts of the published version, per block and exit, and how many hang up where. */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { BlockId } from '../../../ivr-flows/document.ts';
import { useDesigner } from '../context.tsx';
import type { Counts } from '../requests.ts';
import { formats, t } from '../words.ts';

export interface BlockCounts {
  /** "2 now · 154 today" */
  text: string;
  /** "12 lost here"; '' = nobody. */
  dropped: string;
  exits: Readonly<Record<string, string | undefined>>;
}

const POLL_MS = 3000;
const CountsContext = createContext<ReadonlyMap<BlockId, BlockCounts> | null>(null);

export const useCounts = (block: BlockId): BlockCounts | null =>
  useContext(CountsContext)?.get(block) ?? null;

/** Asks while somebody wants to see them and the page is in sight. */
export function LiveCounts({ shown, children }: { shown: boolean; children: ReactNode }) {
  const { requests } = useDesigner();
  const [counts, setCounts] = useState<ReadonlyMap<BlockId, BlockCounts> | null>(null);
  useEffect(() => {
    if (!shown) return setCounts(null);
    let over = false;
    const ask = async (): Promise<void> => {
      if (document.hidden) return;
      const reply = await requests.counts();
      if (!over && reply.ok) setCounts(inWords(reply.body));
    };
    void ask();
    const timer = setInterval(() => void ask(), POLL_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [requests, shown]);
  return <CountsContext value={counts}>{children}</CountsContext>;
}

function inWords({ blocks }: Counts): Map<BlockId, BlockCounts> {
  return new Map(
    blocks.map(({ block, contacts, entered, exits }) => {
      const hungUp = exits['hangup'] ?? 0;
      return [
        block,
        {
          text: t('counts.block', { now: formats.number(contacts), entered: formats.number(entered) }),
          dropped: hungUp > 0 ? t('counts.dropped', { count: hungUp }) : '',
          exits: Object.fromEntries(
            Object.entries(exits).map(([exit, count]) => [exit, formats.number(count)]),
          ),
        },
      ];
    }),
  );
}
