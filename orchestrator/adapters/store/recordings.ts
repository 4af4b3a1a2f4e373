/** The index of recorded calls, newest first; the rows themselves are projected from facts. */
import type { Knex } from 'knex';
import type {
  CallRecording,
  RecordingFilter,
  RecordingRight,
  RecordingStore,
} from '../../runtime/ports/recordings.ts';
import type { Page } from '../../runtime/ports/store.ts';
import { addAudit } from './audit.ts';
import type { Database } from './database.ts';
import { checkLimit, decodeCursor, encodeCursor, pageOf } from './paging.ts';
import type { CallRecordingRecord } from './tables.ts';
import { clip, containing } from './text.ts';

/** A row with what its contact knows. */
type Found = CallRecordingRecord & { caller_name: string | null };

/** A player asks for a sound in pieces, and whoever listens goes back and forth. */
const oneListeningMs = 10 * 60_000;
/** After this time a recording is fetched although its contact does not end. */
const longestContactMs = 24 * 3_600_000;
const dayMs = 86_400_000;
const rightSetting = 'recordingRight';
/** Only the trace is left of these. */
const gone = ['leaving', 'deleted'] as const;
const rights: readonly RecordingRight[] = ['list', 'listen', 'download', 'delete'];

export function createRecordings(database: Database, clock: () => number): RecordingStore {
  const found = (knex: Knex) =>
    knex('recordings')
      .leftJoin('contacts', 'contacts.id', 'recordings.contact_id')
      .select<Found[]>('recordings.*', 'contacts.caller_name');
  const object = (id: string): string => `recordings/${id}`;

  return {
    async list(filter): Promise<Page<CallRecording>> {
      const limit = checkLimit(filter.limit);
      const before = decodeCursor(filter.cursor, 'recordings', ['number', 'string']);
      return database.read(async knex => {
        const kept = await retention(knex);
        const query = found(knex)
          .orderBy([
            { column: 'recordings.started_at', order: 'desc' },
            { column: 'recordings.id', order: 'desc' },
          ])
          .limit(limit + 1);
        narrow(query, filter, kept);
        if (before) {
          const [at = 0, id = ''] = before;
          query
            .where('recordings.started_at', '<=', at)
            .whereRaw('(recordings.started_at < ? or recordings.id < ?)', [at, id]);
        }
        const rows: Found[] = await query;
        return pageOf(
          rows,
          limit,
          row => toRecording(row, kept, null),
          row => encodeCursor('recordings', [row.started_at, row.id]),
        );
      });
    },

    async get(id) {
      const [recording] = await database.read(async knex =>
        withWaves(knex, await found(knex).where('recordings.id', id)),
      );
      return recording ?? null;
    },

    ofContact: contactId =>
      database.read(async knex =>
        withWaves(
          knex,
          await found(knex).where('recordings.contact_id', contactId).orderBy('recordings.started_at'),
        ),
      ),

    heard: (id, how, by) =>
      database.write('configuration', async trx => {
        const at = clock();
        const recent = await trx('audit')
          .where({ object: object(id), by: clip(by, 100), action: how })
          .where('at', '>', at - oneListeningMs)
          .first('id');
        if (!recent) await addAudit(trx, { by, action: how, object: object(id), detail: {} }, at);
      }),

    async right() {
      const row = await database.read(knex => knex('settings').where({ name: rightSetting }).first());
      return rights.find(right => right === row?.value) ?? 'listen';
    },

    setRight: (right, by) =>
      database.write('configuration', async trx => {
        const row = await trx('settings').where({ name: rightSetting }).first();
        await trx('settings').insert({ name: rightSetting, value: right }).onConflict('name').merge();
        const detail = { supervisor: [row?.value ?? 'listen', right] };
        await addAudit(trx, { by, action: 'update', object: 'recording-access', detail }, clock());
      }),

    coming: limit =>
      database.read(async knex => {
        const rows: Found[] = await found(knex)
          .where('recordings.state', 'coming')
          .where(over =>
            over
              .whereNotNull('contacts.ended_at')
              .orWhereNull('contacts.id')
              .orWhere('recordings.started_at', '<', clock() - longestContactMs),
          )
          .orderBy('recordings.started_at')
          .limit(limit);
        return rows.map(row => toRecording(row, new Map(), null));
      }),

    kept: (id, { checksum, bytes, lengthMs, peaks }) =>
      database.write('configuration', async trx => {
        const file = { checksum, bytes, length_ms: lengthMs, checked_at: clock() };
        if (!(await settle(trx, id, { state: 'kept', ...file }))) return;
        const wave = { recording_id: id, peaks: JSON.stringify(peaks) };
        await trx('recording_waves').insert(wave).onConflict('recording_id').merge();
      }),

    async lost(id) {
      await database.read(knex => settle(knex, id, { state: 'lost' }));
    },

    async checked(id, fault) {
      await database.read(knex =>
        knex('recordings').where({ id, state: 'kept' }).update({ fault, checked_at: clock() }),
      );
    },

    leave: (id, action, by, reason) =>
      database.write('configuration', async trx => {
        const row = await trx('recordings').where({ id }).whereNotIn('state', gone).first();
        if (!row) return false;
        const at = clock();
        const trace = { deleted_at: at, deleted_by: clip(by, 100), deleted_reason: clip(reason, 200) };
        await trx('recordings')
          .where({ id })
          .update({ state: 'leaving', fault: null, ...trace });
        await trx('recording_waves').where({ recording_id: id }).delete();
        const detail = {
          contactId: [row.contact_id, null],
          startedAt: [row.started_at, null],
          checksum: [row.checksum, null],
          ...(reason && { reason }),
        };
        await addAudit(trx, { by, action, object: object(id), detail }, at);
        return true;
      }),

    leaving: limit =>
      database.read(knex =>
        knex('recordings').where({ state: 'leaving' }).limit(limit).select('id', 'node', 'channels'),
      ),

    async gone(id) {
      await database.read(knex =>
        knex('recordings').where({ id, state: 'leaving' }).update({ state: 'deleted' }),
      );
    },

    madeBefore: (campaignId, before, limit) =>
      database.read(knex =>
        knex('recordings')
          .where({ campaign_id: campaignId })
          .where('started_at', '<', before)
          .whereNotIn('state', gone)
          .orderBy('started_at')
          .limit(limit)
          .pluck('id'),
      ),

    outlived: (campaigns, now, limit) =>
      database.read(knex =>
        knex('recordings')
          .whereNotIn('campaign_id', [...campaigns])
          .where('keep_days', '>', 0)
          .whereRaw('started_at < ? - keep_days * ?', [now, dayMs])
          .whereNotIn('state', gone)
          .orderBy('started_at')
          .limit(limit)
          .pluck('id'),
      ),
  };
}

/** What is known of the contact when it is over goes with the recording. */
function settle(knex: Knex, id: string, change: Partial<CallRecordingRecord>): Promise<number> {
  const ofContact = (column: string) =>
    knex.raw(
      `coalesce((select contacts.${column} from contacts where contacts.id = recordings.contact_id), recordings.${column})`,
    );
  return knex('recordings')
    .where({ id, state: 'coming' })
    .update({
      ...change,
      service_id: ofContact('service_id'),
      agent_id: ofContact('agent_id'),
      caller_number: ofContact('caller_number'),
    });
}

/** How many days each human campaign keeps its recordings; 0 = for ever. */
async function retention(knex: Knex): Promise<Retention> {
  const rows: { id: number; document: string }[] = await knex('campaigns')
    .where({ kind: 'human' })
    .select('id', 'document');
  return new Map(
    rows.map(({ id, document }) => {
      const { recording } = JSON.parse(document) as { recording?: { keepDays?: number } };
      return [id, recording?.keepDays ?? 0];
    }),
  );
}
type Retention = ReadonlyMap<number, number>;

async function withWaves(knex: Knex, rows: Found[]): Promise<CallRecording[]> {
  const kept = await retention(knex);
  const ids = rows.map(({ id }) => id);
  const waves = await knex('recording_waves').whereIn('recording_id', ids);
  const peaks = new Map(waves.map(wave => [wave.recording_id, wave.peaks]));
  return rows.map(row => toRecording(row, kept, peaks.get(row.id) ?? null));
}

function narrow(query: Knex.QueryBuilder, filter: RecordingFilter, kept: Retention): void {
  const { state, contactId, from, to, minLengthMs, maxLengthMs, keptBefore } = filter;
  for (const [column, value] of [
    ['campaign_id', filter.campaignId],
    ['service_id', filter.serviceId],
    ['agent_id', filter.agentId],
    ['contact_id', contactId],
  ] as const)
    if (value !== undefined) query.where(`recordings.${column}`, value);
  if (from !== undefined) query.where('recordings.started_at', '>=', from);
  if (to !== undefined) query.where('recordings.started_at', '<', to);
  if (minLengthMs !== undefined) query.where('recordings.length_ms', '>=', minLengthMs);
  if (maxLengthMs !== undefined) query.where('recordings.length_ms', '<', maxLengthMs);
  if (state === 'deleted') query.whereIn('recordings.state', gone);
  else if (state === 'damaged' || state === 'missing') query.where('recordings.fault', state);
  else if (state === 'kept') query.where('recordings.state', state).whereNull('recordings.fault');
  else if (state !== undefined) query.where('recordings.state', state);
  else query.whereNotIn('recordings.state', gone);
  if (keptBefore !== undefined) query.where(own => keptNoLonger(own, kept, keptBefore));
  const search = clip(filter.search?.trim() ?? '', 100);
  if (search !== '') query.whereRaw("recordings.caller_number like ? escape '!'", [containing(search)]);
}

function keptNoLonger(query: Knex.QueryBuilder, kept: Retention, before: number): void {
  const campaigns = new Map<number, number[]>();
  for (const [id, days] of kept) campaigns.set(days, [...(campaigns.get(days) ?? []), id]);
  for (const [days, ids] of campaigns)
    if (days > 0)
      query.orWhere(own =>
        own.whereIn('recordings.campaign_id', ids).where('recordings.started_at', '<', before - days * dayMs),
      );
  // Those of a deleted campaign have their own time.
  query.orWhere(own =>
    own
      .whereNotIn('recordings.campaign_id', [...kept.keys()])
      .where('recordings.keep_days', '>', 0)
      .whereRaw('recordings.started_at < ? - recordings.keep_days * ?', [before, dayMs]),
  );
}

function toRecording(row: Found, kept: Retention, peaks: string | null): CallRecording {
  const days = kept.get(row.campaign_id) ?? row.keep_days;
  return {
    id: row.id,
    contactId: row.contact_id,
    node: row.node,
    campaignId: row.campaign_id,
    channels: row.channels,
    onDemand: row.on_demand === 1,
    startedAt: row.started_at,
    keepDays: row.keep_days,
    keptUntil: days === 0 ? null : row.started_at + days * dayMs,
    state: row.state === 'leaving' ? 'deleted' : row.state,
    fault: row.fault,
    checkedAt: row.checked_at,
    deletion:
      row.deleted_at === null
        ? null
        : { at: row.deleted_at, by: row.deleted_by ?? '', reason: row.deleted_reason ?? '' },
    lengthMs: row.length_ms,
    bytes: row.bytes,
    checksum: row.checksum,
    peaks: peaks === null ? null : (JSON.parse(peaks) as number[][]),
    serviceId: row.service_id,
    agentId: row.agent_id,
    callerNumber: row.caller_number,
    callerName: row.caller_name ?? '',
  };
}
