/** Messages of supervisors to agents. */
import type { Knex } from 'knex';
import { NotFound } from '../../runtime/errors.ts';
import type {
  AgentMessageStore,
  MessageTarget,
  OwnMessage,
  SentMessage,
} from '../../runtime/ports/agent-messages.ts';
import { addAudit } from './audit.ts';
import type { Database } from './database.ts';
import type { AgentMessageRecord } from './tables.ts';
import { clip } from './text.ts';

const most = 200;
/** What is older goes when the next message is sent; that it was sent stands in the audit log. */
const keptMs = 90 * 24 * 3_600_000;
/** Rows of one insert: SQLite takes 32,766 values at most, older ones 999. */
const atOnce = 300;

export function createAgentMessages(database: Database, clock: () => number): AgentMessageStore {
  return {
    send: ({ text, to, agentIds }, by) =>
      database.write('configuration', async trx => {
        const at = clock();
        await trx('agent_messages')
          .where('at', '<', at - keptMs)
          .delete();
        const row = { at, by: clip(by, 100), to_kind: to.kind, to_id: idOf(to), text };
        const [id = 0] = await trx('agent_messages').insert(row);
        const readers = agentIds.map(agentId => ({ message_id: id, agent_id: agentId, read_at: null }));
        for (let first = 0; first < readers.length; first += atOnce)
          await trx('agent_message_readers').insert(readers.slice(first, first + atOnce));
        const detail = { agents: [null, agentIds.length], text: [null, text] };
        await addAudit(trx, { by, action: 'message', object: objectOf(to), detail }, at);
        return toSent({ id, ...row }, readers);
      }),

    async of(agentId, since) {
      const rows = await database.read(knex =>
        knex('agent_messages')
          .join('agent_message_readers', 'agent_message_readers.message_id', 'agent_messages.id')
          .where('agent_message_readers.agent_id', agentId)
          .where(shown => shown.where('agent_messages.at', '>=', since).orWhereNull('read_at'))
          .orderBy('agent_messages.id', 'desc')
          .limit(most)
          .select('agent_messages.*', 'agent_message_readers.read_at'),
      );
      return rows.map(({ id, at, by, text, read_at: readAt }): OwnMessage => ({ id, at, by, text, readAt }));
    },

    async read(id, agentId) {
      await database.read(async knex => {
        const mine = { message_id: id, agent_id: agentId };
        const found = await knex('agent_message_readers').where(mine).first('read_at');
        if (!found) throw new NotFound(`messages ${id}`);
        await knex('agent_message_readers').where(mine).whereNull('read_at').update({ read_at: clock() });
      });
    },

    sent: since =>
      database.snapshot(async trx => {
        const rows = await trx('agent_messages').where('at', '>=', since).orderBy('id', 'desc').limit(most);
        const readers = await readersOf(trx, rows);
        return rows.map(row => toSent(row, readers.get(row.id) ?? []));
      }),
  };
}

type Reader = { message_id: number; agent_id: number; read_at: number | null };

async function readersOf(trx: Knex, rows: readonly AgentMessageRecord[]): Promise<Map<number, Reader[]>> {
  const ids = rows.map(({ id }) => id);
  const found = await trx('agent_message_readers').whereIn('message_id', ids).orderBy('agent_id');
  const readers = new Map<number, Reader[]>();
  for (const reader of found)
    readers.set(reader.message_id, [...(readers.get(reader.message_id) ?? []), reader]);
  return readers;
}

function toSent(row: AgentMessageRecord, readers: readonly Reader[]): SentMessage {
  return {
    id: row.id,
    at: row.at,
    by: row.by,
    text: row.text,
    to: targetOf(row),
    readers: readers.map(({ agent_id: agentId, read_at: readAt }) => ({ agentId, readAt })),
  };
}

function idOf(to: MessageTarget): number | null {
  if (to.kind === 'all') return null;
  return to.kind === 'agent' ? to.agentId : to.campaignId;
}

function targetOf({ to_kind: kind, to_id: id }: AgentMessageRecord): MessageTarget {
  if (id === null || kind === 'all') return { kind: 'all' };
  return kind === 'agent' ? { kind, agentId: id } : { kind, campaignId: id };
}

const objectOf = (to: MessageTarget): string => (to.kind === 'all' ? 'agents' : `${to.kind}s/${idOf(to)}`);
