/** What each type of fact does to the tables. The compiler checks that none is forgotten. */
import type { Fact, PlacedFact } from '../../../core/facts.ts';
import { agentFacts } from './agent-facts.ts';
import { callbackFacts } from './callback-facts.ts';
import { contactIdOf, type Batch } from './batch.ts';
import { contactFacts } from './contact-facts.ts';
import { openlyTold, scriptFacts } from './script-facts.ts';
import { flowFacts } from './flow-facts.ts';
import { recordingFacts } from './recording-facts.ts';

type FactType = Fact['type'];
type FactOf<T extends FactType> = Extract<Fact, { type: T }>;

export type ProjectionsOf<T extends FactType> = {
  readonly [K in T]: (batch: Batch, fact: FactOf<K>, place: Omit<PlacedFact, 'fact'>) => void;
};

const projections: ProjectionsOf<FactType> = {
  ...contactFacts,
  ...flowFacts,
  ...recordingFacts,
  ...scriptFacts,
  ...agentFacts,
  ...callbackFacts,
};

/** Changes the rows of the batch as the fact says; a fact of a contact is also a step of it. */
export function applyFact(batch: Batch, placed: PlacedFact): void {
  project(batch, placed.fact, placed);
  const contactId = contactIdOf(placed.fact);
  if (contactId === null) return;
  const { contactId: _contact, ...told } = { contactId, ...openlyTold(placed.fact) };
  const { type, ...data } = { type: placed.fact.type, ...told };
  batch.steps.push({
    contact_id: contactId,
    seq: placed.seq,
    idx: placed.index,
    at: placed.at,
    type,
    data: JSON.stringify(data),
  });
}

function project<T extends FactType>(batch: Batch, fact: FactOf<T> & { type: T }, place: PlacedFact): void {
  projections[fact.type](batch, fact, place);
}
