/** Lists of origins of other applications' pages, which administrators keep. */
import { z } from 'zod';
import type { Store } from '../../../runtime/ports/store.ts';

const mostOrigins = 50;

const Origin = z
  .string()
  .max(255)
  .refine(
    text => /^https?:\/\/[a-z0-9.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text,
    'is no origin such as https://crm.example.com',
  );
export const OriginsShape = z.object({ origins: z.array(Origin).max(mostOrigins) });

export interface Origins {
  /** Rejects while the database is away and the list was never read. */
  list(): Promise<readonly string[]>;
  set(origins: readonly string[]): Promise<void>;
}

/** The list that stands in the settings under that name. */
export function createOrigins(settings: Store['settings'], setting: string): Origins {
  let known: readonly string[] | null = null;
  return {
    async list() {
      known ??= OriginsShape.parse({ origins: JSON.parse((await settings.get(setting)) ?? '[]') }).origins;
      return known;
    },
    async set(origins) {
      await settings.set(setting, JSON.stringify(origins));
      known = [...origins];
    },
  };
}
