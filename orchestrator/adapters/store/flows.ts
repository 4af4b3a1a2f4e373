/** Drafts, versions and planned publications of call flows. */
import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { Flow } from '../../../ivr-flows/document.ts';
import type { CallFlow } from '../../core/configuration/schemas.ts';
import { Conflict, NotFound } from '../../runtime/errors.ts';
import type { FlowDraft, FlowSchedule, FlowStanding, FlowStore } from '../../runtime/ports/flows.ts';
import type { Stored } from '../../runtime/ports/store.ts';
import { addAudit } from './audit.ts';
import { createObject } from './configuration.ts';
import type { Database, Transaction } from './database.ts';
import { saveUses } from './flow-uses.ts';
import { objectOf, stored, toColumns } from './objects.ts';
import type { FlowDraftRecord, FlowScheduleRecord, FlowVersionRecord, ObjectRecord } from './tables.ts';
import { clip } from './text.ts';

export function createFlows(database: Database, clock: () => number): FlowStore {
  const noSecrets = { kept: {}, passwordHash: null, names: [] };
  return {
    create: (flow, document, by) =>
      database.write('configuration', async trx => {
        const created = await createObject(trx, 'flows', flow, noSecrets, by, clock());
        await writeDraft(trx, created, 1, document, by, clock());
        return created;
      }),

    draft: flowId =>
      database.snapshot(async trx => draftOf(await findFlow(trx, flowId), await findDraft(trx, flowId))),

    saveDraft: (flowId, revision, document, by) =>
      database.write('configuration', async trx => {
        const flow = await findFlow(trx, flowId);
        const draft = await findDraft(trx, flowId);
        if (draft.revision !== revision)
          throw new Conflict(`the draft of flow ${flowId}`, {
            by: draft.by,
            at: draft.at,
            revision: draft.revision,
          });
        return draftOf(flow, await writeDraft(trx, flow, revision + 1, document, by, clock()));
      }),

    versions: flowId =>
      database.snapshot(async trx => {
        await findFlow(trx, flowId);
        return headsOf(trx)
          .where({ flow_id: flowId })
          .orderBy('number', 'desc')
          .select('number', 'note', 'at', 'by');
      }),

    async version(flowId, number) {
      const row = await database.read(knex =>
        knex('flow_versions').where({ flow_id: flowId, number }).first(),
      );
      return (
        (row && { number, note: row.note, at: row.at, by: row.by, document: JSON.parse(row.document) }) ??
        null
      );
    },

    publish: (flowId, document, note, by, action) =>
      database.write('configuration', trx => publish(trx, { flowId, document, note, by, action }, clock())),

    schedule: (flowId, document, note, dueAt, by) =>
      database.write('configuration', async trx => {
        const flow = await findFlow(trx, flowId);
        await trx('flow_schedule').where({ flow_id: flowId }).delete();
        const row: FlowScheduleRecord = {
          flow_id: flowId,
          document: textOf(flow, document),
          at: clock(),
          by: clip(by, 100),
          note,
          due_at: dueAt,
          problem: null,
        };
        await trx('flow_schedule').insert(row);
        const detail = { dueAt: [null, dueAt], note: [null, note] };
        await addAudit(trx, { by, action: 'planPublication', object: `flows/${flowId}`, detail }, clock());
        return scheduleOf(row);
      }),

    scheduled: flowId =>
      database.snapshot(async trx => {
        await findFlow(trx, flowId);
        const row = await trx('flow_schedule').where({ flow_id: flowId }).first();
        return row ? scheduleOf(row) : null;
      }),

    async planned() {
      const rows: FlowScheduleRecord[] = await database.read(knex =>
        knex('flow_schedule').whereNull('problem').orderBy(['due_at', 'flow_id']),
      );
      return rows.map(row => ({
        ...scheduleOf(row),
        flowId: row.flow_id,
        document: JSON.parse(row.document),
      }));
    },

    unschedule: (flowId, by) =>
      database.write('configuration', async trx => {
        await findFlow(trx, flowId);
        const row = await trx('flow_schedule').where({ flow_id: flowId }).first();
        if (!row) return false;
        await trx('flow_schedule').where({ flow_id: flowId }).delete();
        const detail = { dueAt: [row.due_at, null] };
        await addAudit(trx, { by, action: 'unplanPublication', object: `flows/${flowId}`, detail }, clock());
        return true;
      }),

    scheduleFailed: (flowId, problem) =>
      database.write('configuration', async trx => {
        const row = await trx('flow_schedule').where({ flow_id: flowId }).first();
        if (!row) return;
        await trx('flow_schedule').where({ flow_id: flowId }).update({ problem });
        const entry = { by: row.by, action: 'publicationFailed', object: `flows/${flowId}` };
        await addAudit(trx, { ...entry, detail: { problem: [null, problem] } }, clock());
      }),

    standings: flowIds => database.snapshot(trx => standings(trx, flowIds)),
  };
}

const headsOf = (trx: Knex) => trx<FlowVersionRecord>('flow_versions');

async function findFlow(trx: Transaction, id: number): Promise<ObjectRecord> {
  const row = await trx<ObjectRecord>('flows').where({ id }).first();
  if (!row) throw new NotFound(`flows/${id}`);
  return row;
}

async function findDraft(trx: Transaction, flowId: number): Promise<FlowDraftRecord> {
  const row = await trx('flow_drafts').where({ flow_id: flowId }).first();
  if (!row) throw new NotFound(`the draft of flows/${flowId}`);
  return row;
}

/** The document with what belongs to the flow itself. */
function ofFlow(flow: Pick<CallFlow, 'name' | 'description' | 'kind'>, document: Flow): Flow {
  return { ...document, name: flow.name, description: flow.description, kind: flow.kind };
}
const flowOf = (row: ObjectRecord): CallFlow => objectOf('flows', { ...row, published: null });
const textOf = (row: ObjectRecord, document: Flow): string => JSON.stringify(ofFlow(flowOf(row), document));

const draftOf = (flow: ObjectRecord, { revision, document, at, by }: FlowDraftRecord): FlowDraft => ({
  revision,
  document: ofFlow(flowOf(flow), JSON.parse(document)),
  at,
  by,
});

const scheduleOf = ({ note, due_at: dueAt, problem, at, by }: FlowScheduleRecord): FlowSchedule => ({
  note,
  dueAt,
  problem,
  at,
  by,
});

async function writeDraft(
  trx: Transaction,
  flow: Pick<CallFlow, 'id' | 'name' | 'description' | 'kind'> | ObjectRecord,
  revision: number,
  document: Flow,
  by: string,
  at: number,
): Promise<FlowDraftRecord> {
  const owner = 'sort_name' in flow ? flowOf(flow) : flow;
  const row = {
    flow_id: flow.id,
    revision,
    document: JSON.stringify(ofFlow(owner, document)),
    at,
    by: clip(by, 100),
  };
  await trx('flow_drafts').insert(row).onConflict('flow_id').merge();
  return row;
}

interface Publication {
  flowId: number;
  document: Flow;
  note: string;
  by: string;
  action: 'publish' | 'rollback';
}

async function publish(
  trx: Transaction,
  { flowId, document: given, note, by, action }: Publication,
  now: number,
): Promise<Stored<'flows'>> {
  const row = await findFlow(trx, flowId);
  const before = flowOf(row);
  const document = ofFlow(before, given);
  const last = await headsOf(trx).where({ flow_id: flowId }).max({ number: 'number' }).first();
  const number = (last?.number ?? 0) + 1;
  await trx('flow_versions').insert({
    flow_id: flowId,
    number,
    document: JSON.stringify(document),
    note,
    at: now,
    by: clip(by, 100),
  });
  const changed = {
    ...row,
    ...toColumns('flows', { ...before, version: number, document }),
    revision: row.revision + 1,
    updated_at: now,
  };
  await trx<ObjectRecord>('flows').where({ id: flowId }).update(changed);
  await saveUses(trx, flowId, document);
  await trx('flow_schedule').where({ flow_id: flowId }).where('due_at', '<=', now).delete();
  const detail = { version: [before.version, number], note: [null, note] };
  await addAudit(trx, { by, action, object: `flows/${flowId}`, detail }, now);
  return stored('flows', changed);
}

async function standings(trx: Transaction, flowIds: readonly number[]): Promise<FlowStanding[]> {
  const flows = await trx<ObjectRecord>('flows').whereIn('id', flowIds);
  const drafts = await trx('flow_drafts').whereIn('flow_id', flowIds);
  const schedules = await trx('flow_schedule').whereIn('flow_id', flowIds);
  const heads = await trx('flow_versions')
    .whereIn('flow_id', flowIds)
    .select('flow_id', 'number', 'note', 'at', 'by');
  return flows.flatMap(flow => {
    const { version, document: published } = objectOf('flows', flow);
    const draft = drafts.find(row => row.flow_id === flow.id);
    if (!draft) return [];
    const schedule = schedules.find(row => row.flow_id === flow.id);
    const head = heads.find(row => row.flow_id === flow.id && row.number === version);
    return [
      {
        flowId: flow.id,
        draft: { revision: draft.revision, at: draft.at, by: draft.by },
        draftDiffers:
          published === null || !isDeepStrictEqual(logicOf(JSON.parse(draft.document)), logicOf(published)),
        published: head ? { number: head.number, note: head.note, at: head.at, by: head.by } : null,
        schedule: schedule ? scheduleOf(schedule) : null,
      },
    ];
  });
}

/** What a flow does; not where its blocks stand, nor what it is called. */
function logicOf({ layout: _layout, name: _name, description: _description, ...logic }: Flow): object {
  return logic;
}
