/** What an operator set up for itself, wherever it signs in. */
import { z } from 'zod';
import { CallTarget } from '../../../core/agents/requests.ts';
import type { Store } from '../../../runtime/ports/store.ts';

const mostFavourites = 30;

export const PreferencesShape = z.object({
  /** Whom it calls often, in the order in which they are shown. */
  favourites: z.array(CallTarget).max(mostFavourites),
  /** page: as the window allows · strip, column: as narrow as can be, beside another application */
  layout: z.enum(['page', 'strip', 'column']),
});
export type OperatorPreferences = z.infer<typeof PreferencesShape>;

const usual: OperatorPreferences = { favourites: [], layout: 'page' };
const settingOf = (agentId: number): string => `phonebar.${agentId}`;

/** What cannot be read (an older or newer version wrote it) is as it is for everybody. */
export async function preferencesOf(
  settings: Store['settings'],
  agentId: number,
): Promise<OperatorPreferences> {
  const text = await settings.get(settingOf(agentId));
  const parsed = PreferencesShape.safeParse(text === null ? usual : JSON.parse(text));
  return parsed.success ? parsed.data : usual;
}

export async function savePreferences(
  settings: Store['settings'],
  agentId: number,
  preferences: OperatorPreferences,
): Promise<void> {
  await settings.set(settingOf(agentId), JSON.stringify(preferences));
}
