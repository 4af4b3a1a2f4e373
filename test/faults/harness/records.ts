/** What the database and the journal of an instance say, read from beside the running server. */
import { join } from 'node:path';
import { createKnex, knexConfig } from '../../../orchestrator/adapters/store/connection.ts';
import type {
  AgentSessionRecord,
  AgentStateRecord,
  ContactRecord,
  StepRecord,
} from '../../../orchestrator/adapters/store/tables.ts';
import type { PlacedFact } from '../../../orchestrator/core/facts.ts';
import { readRecording } from '../../../orchestrator/runtime/journal/recording.ts';
import type { Instance } from '../../support/instance.ts';

export interface Records {
  contacts: ContactRecord[];
  /** In the order of the journal. */
  steps: StepRecord[];
  sessions: AgentSessionRecord[];
  states: AgentStateRecord[];
  /** seq up to which facts are in. */
  position: number;
}

export async function readRecords({ home, database }: Instance): Promise<Records> {
  const knex = createKnex(
    knexConfig({ home, database: database === null ? { kind: 'sqlite' } : { kind: 'mysql', url: database } }),
  );
  try {
    const order = [{ column: 'seq' }, { column: 'idx' }];
    const projection = await knex('projection').select('position');
    return {
      contacts: await knex('contacts').select(),
      steps: await knex('contact_steps').select().orderBy(order),
      sessions: await knex('agent_sessions').select().orderBy(order),
      states: await knex('agent_states').select().orderBy(order),
      position: projection[0]?.position ?? 0,
    };
  } finally {
    await knex.destroy();
  }
}

/** Every fact of the journal, in order. */
export async function journalFacts({ home }: Instance): Promise<PlacedFact[]> {
  const facts: PlacedFact[] = [];
  for await (const { seq, at, facts: list } of readRecording(join(home, 'journal'), 0))
    facts.push(...list.map((fact, index) => ({ seq, index, at, fact })));
  return facts;
}
