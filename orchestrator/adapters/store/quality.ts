/** How contacts sounded: rows that operators' browsers send. */
import { NotFound, TooManyAttempts } from '../../runtime/errors.ts';
import type { QualityRow, QualityStore } from '../../runtime/ports/quality.ts';
import type { Database } from './database.ts';
import type { QualityRecord } from './tables.ts';

const mostRows = 20;
const waitMs = 60_000;

export function createQuality(database: Database, clock: () => number): QualityStore {
  return {
    add: (contactId, measured) =>
      database.write('configuration', async trx => {
        const of = { contact_id: contactId, agent_id: measured.agentId };
        if (!(await trx('agent_states').where(of).first('seq'))) throw new NotFound(`contacts ${contactId}`);
        const rows = await trx('contact_quality').where(of).pluck('id');
        if (rows.length >= mostRows) throw new TooManyAttempts(waitMs);
        const { kind } = measured;
        const [figures, note] = kind === 'call' ? [measured.summary, ''] : [measured.minute, measured.note];
        await trx('contact_quality').insert({
          ...of,
          at: clock(),
          kind,
          figures: JSON.stringify(figures),
          note,
        });
      }),

    async of(contactId) {
      const rows = await database.read(knex =>
        knex('contact_quality').where({ contact_id: contactId }).orderBy('id'),
      );
      return rows.map(toRow);
    },
  };
}

function toRow({ agent_id: agentId, at, kind, figures, note }: QualityRecord): QualityRow {
  return kind === 'call'
    ? { agentId, at, kind, summary: JSON.parse(figures) }
    : { agentId, at, kind, note, minute: JSON.parse(figures) };
}
