/** Where the prompts stand that are recorded by phone, for the pages that wait for them. Of this process alone. */
import type { Fact } from '../../core/facts.ts';
import type { DictationView } from '../ports/engine.ts';

/** So many are remembered; the oldest go first. */
const MOST = 200;

export interface DictationBoard {
  note(facts: readonly Fact[]): void;
  find(id: string): DictationView | null;
}

export function createDictationBoard(): DictationBoard {
  const views = new Map<string, DictationView>();
  return {
    note(facts) {
      for (const fact of facts) {
        if (fact.type !== 'dictationChanged') continue;
        const { dictationId: id, contactId, promptId, language, step, result, version } = fact;
        views.delete(id);
        views.set(id, { id, contactId, promptId, language, step, result, version });
        const [oldest = ''] = views.size > MOST ? views.keys() : [];
        views.delete(oldest);
      }
    },
    find: id => views.get(id) ?? null,
  };
}
