/** What all views share, and how they see the session. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { References } from '../../ivr-flows/block.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import type { Requests } from './requests.ts';
import type { Saving, SaveState } from './saving.ts';
import type { DesignerState, Session } from './session.ts';
import type { Sounds } from './sounds.ts';

export interface Designer {
  flowId: number;
  session: Session;
  saving: Saving;
  requests: Requests;
  references: References;
  sounds: Sounds;
  /** Opens the dialog in which one chooses the type of a new block. */
  askForBlock(after: { block: string; exit: string } | null): void;
  announce(text: string): void;
}

const Context = createContext<Designer | null>(null);
export const DesignerContext = Context.Provider;

export function useDesigner(): Designer {
  const designer = useContext(Context);
  if (!designer) throw new Error('used outside of the designer');
  return designer;
}

/** A part of the session's state; the view is drawn again when it is another. */
export function useSession<T>(select: (state: DesignerState) => T): T {
  const { session } = useDesigner();
  return useSyncExternalStore(session.subscribe, () => select(session.state));
}

export const useFlow = (): Flow => useSession(state => state.history.present);

/** How the draft is saved; published by main.tsx. */
export const SaveContext = createContext<SaveState>({ state: 'waiting' });
