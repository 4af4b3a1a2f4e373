/** The index of messages that callers left, newest first; the rows themselves are projected from facts. */
import type { Knex } from 'knex';
import { NotFound } from '../../runtime/errors.ts';
import type { Page } from '../../runtime/ports/store.ts';
import type {
  Voicemail,
  VoicemailFilter,
  VoicemailRight,
  VoicemailStore,
} from '../../runtime/ports/voicemails.ts';
import { addAudit } from './audit.ts';
import type { Database } from './database.ts';
import { checkLimit, decodeCursor, encodeCursor, pageOf } from './paging.ts';
import type { VoicemailRecord } from './tables.ts';
import { clip, containing } from './text.ts';

/** A row with what its contact knows. */
type Found = VoicemailRecord & {
  service_id: number | null;
  caller_number: string | null;
  caller_name: string | null;
};

/** A player asks for a sound in pieces, and whoever listens goes back and forth. */
const oneListeningMs = 10 * 60_000;
/** After this time a message is fetched although its contact does not end. */
const longestContactMs = 24 * 3_600_000;
const rightSetting = 'voicemailRight';
const rights: readonly VoicemailRight[] = ['list', 'listen', 'delete'];

export function createVoicemails(database: Database, clock: () => number): VoicemailStore {
  const found = (knex: Knex) =>
    knex('voicemails')
      .leftJoin('contacts', 'contacts.id', 'voicemails.contact_id')
      .select<Found[]>(
        'voicemails.*',
        'contacts.service_id',
        'contacts.caller_number',
        'contacts.caller_name',
      );
  const object = (id: string): string => `voicemails/${id}`;

  return {
    async list(filter): Promise<Page<Voicemail>> {
      const limit = checkLimit(filter.limit);
      const before = decodeCursor(filter.cursor, 'voicemails', ['number', 'string']);
      const rows: Found[] = await database.read(knex => {
        const query = found(knex)
          .whereNot('voicemails.state', 'leaving')
          .orderBy([
            { column: 'voicemails.left_at', order: 'desc' },
            { column: 'voicemails.id', order: 'desc' },
          ])
          .limit(limit + 1);
        narrow(query, filter);
        if (before) {
          const [at = 0, id = ''] = before;
          query
            .where('voicemails.left_at', '<=', at)
            .whereRaw('(voicemails.left_at < ? or voicemails.id < ?)', [at, id]);
        }
        return query;
      });
      return pageOf(rows, limit, toVoicemail, row => encodeCursor('voicemails', [row.left_at, row.id]));
    },

    get: id =>
      database.snapshot(async trx => {
        const [row] = await found(trx).where('voicemails.id', id).whereNot('voicemails.state', 'leaving');
        if (!row) return null;
        const listenings = await trx('voicemail_listens')
          .where({ voicemail_id: id })
          .orderBy('id')
          .select('at', 'by', 'how');
        return { voicemail: toVoicemail(row), listenings };
      }),

    heard: (id, how, by) =>
      database.write('configuration', async trx => {
        const at = clock();
        const who = clip(by, 100);
        const recent = await trx('voicemail_listens')
          .where({ voicemail_id: id, by: who, how })
          .where('at', '>', at - oneListeningMs)
          .first('id');
        if (recent) return;
        await trx('voicemail_listens').insert({ voicemail_id: id, at, by: who, how });
        await trx('voicemails').where({ id }).whereNull('heard_at').update({ heard_at: at, heard_by: who });
        await addAudit(trx, { by, action: how, object: object(id), detail: {} }, at);
      }),

    setHeard: (id, heard, by) =>
      database.write('configuration', async trx => {
        const row = await trx('voicemails').where({ id }).whereNot('state', 'leaving').first();
        if (!row) throw new NotFound(object(id));
        if ((row.heard_at !== null) === heard) return;
        const now = heard
          ? { heard_at: clock(), heard_by: clip(by, 100) }
          : { heard_at: null, heard_by: null };
        await trx('voicemails').where({ id }).update(now);
        const detail = { heard: [!heard, heard] };
        await addAudit(trx, { by, action: 'update', object: object(id), detail }, clock());
      }),

    async right() {
      const row = await database.read(knex => knex('settings').where({ name: rightSetting }).first());
      return rights.find(right => right === row?.value) ?? 'delete';
    },

    setRight: (right, by) =>
      database.write('configuration', async trx => {
        const row = await trx('settings').where({ name: rightSetting }).first();
        await trx('settings').insert({ name: rightSetting, value: right }).onConflict('name').merge();
        const detail = { supervisor: [row?.value ?? 'delete', right] };
        await addAudit(trx, { by, action: 'update', object: 'voicemail-access', detail }, clock());
      }),

    async coming(limit) {
      const rows: Found[] = await database.read(knex =>
        found(knex)
          .where('voicemails.state', 'coming')
          .where(over =>
            over
              .whereNotNull('contacts.ended_at')
              .orWhereNull('contacts.id')
              .orWhere('voicemails.left_at', '<', clock() - longestContactMs),
          )
          .orderBy('voicemails.left_at')
          .limit(limit),
      );
      return rows.map(toVoicemail);
    },

    async kept(id, { checksum, bytes, lengthMs }) {
      await database.read(knex =>
        knex('voicemails')
          .where({ id, state: 'coming' })
          .update({ state: 'kept', checksum, bytes, length_ms: lengthMs }),
      );
    },

    async lost(id) {
      await database.read(knex =>
        knex('voicemails').where({ id, state: 'coming' }).update({ state: 'lost' }),
      );
    },

    leave: (id, action, by) =>
      database.write('configuration', async trx => {
        const row = await trx('voicemails').where({ id }).whereNot('state', 'leaving').first();
        if (!row) return false;
        await trx('voicemails').where({ id }).update({ state: 'leaving' });
        const detail = {
          contactId: [row.contact_id, null],
          leftAt: [row.left_at, null],
          checksum: [row.checksum, null],
        };
        await addAudit(trx, { by, action, object: object(id), detail }, clock());
        return true;
      }),

    leaving: limit =>
      database.read(knex => knex('voicemails').where({ state: 'leaving' }).limit(limit).select('id', 'node')),

    async gone(id) {
      await database.read(knex => knex('voicemails').where({ id, state: 'leaving' }).delete());
    },

    takenBefore: (campaignId, before, limit) =>
      database.read(knex =>
        knex('voicemails')
          .where({ campaign_id: campaignId })
          .where('left_at', '<', before)
          .whereNot('state', 'leaving')
          .orderBy('left_at')
          .limit(limit)
          .pluck('id'),
      ),
  };
}

function narrow(query: Knex.QueryBuilder, filter: VoicemailFilter): void {
  const { campaignId, serviceId, contactId, heard, from, to } = filter;
  if (campaignId !== undefined)
    query.where(either =>
      either.where('voicemails.campaign_id', campaignId).orWhere('voicemails.box_campaign_id', campaignId),
    );
  if (serviceId !== undefined) query.where('contacts.service_id', serviceId);
  if (contactId !== undefined) query.where('voicemails.contact_id', contactId);
  if (heard === true) query.whereNotNull('voicemails.heard_at');
  if (heard === false) query.whereNull('voicemails.heard_at');
  if (from !== undefined) query.where('voicemails.left_at', '>=', from);
  if (to !== undefined) query.where('voicemails.left_at', '<', to);
  const search = clip(filter.search?.trim() ?? '', 100);
  if (search !== '') query.whereRaw("contacts.caller_number like ? escape '!'", [containing(search)]);
}

function toVoicemail(row: Found): Voicemail {
  return {
    id: row.id,
    contactId: row.contact_id,
    node: row.node,
    campaignId: row.campaign_id,
    boxCampaignId: row.box_campaign_id,
    boxAgentId: row.box_agent_id,
    serviceId: row.service_id,
    callerNumber: row.caller_number ?? '',
    callerName: row.caller_name ?? '',
    leftAt: row.left_at,
    state: row.state === 'leaving' ? 'lost' : row.state,
    lengthMs: row.length_ms,
    bytes: row.bytes,
    checksum: row.checksum,
    heardAt: row.heard_at,
    heardBy: row.heard_by,
  };
}
