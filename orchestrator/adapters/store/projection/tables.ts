/** The tables that facts are projected into, as their statements need them. */
import type {
  AgentSessionRecord,
  AgentStateRecord,
  CallbackRecord,
  CallRecordingRecord,
  ContactRecord,
  OfferRecord,
  ScriptValueRecord,
  StepRecord,
  VoicemailRecord,
} from '../tables.ts';

export interface Table<Row> {
  name: string;
  /** Columns of the primary key. */
  key: readonly Column<Row>[];
  /** All columns. */
  columns: readonly Column<Row>[];
}

export type Column<Row> = keyof Row & string;
export type Value = string | number | null;

/** `columns` names each column of the row; the compiler finds one that is missing. */
function table<Row>(name: string, key: Column<Row>[], columns: Record<keyof Row, true>): Table<Row> {
  return { name, key, columns: Object.keys(columns) as Column<Row>[] };
}

export const contacts = table<ContactRecord>('contacts', ['id'], {
  id: true,
  media: true,
  direction: true,
  service_id: true,
  campaign_id: true,
  agent_id: true,
  line_id: true,
  caller_number: true,
  caller_name: true,
  dialled: true,
  arrived_at: true,
  queued_at: true,
  connected_at: true,
  ended_at: true,
  outcome: true,
  ended_by: true,
  wait_ms: true,
  talk_ms: true,
  hold_ms: true,
  wrap_up_ms: true,
  disposition_id: true,
  note: true,
});

export const contactSteps = table<StepRecord>('contact_steps', ['contact_id', 'seq', 'idx'], {
  contact_id: true,
  seq: true,
  idx: true,
  at: true,
  type: true,
  data: true,
});

export const contactOffers = table<OfferRecord>('contact_offers', ['seq', 'idx'], {
  seq: true,
  idx: true,
  contact_id: true,
  agent_id: true,
  campaign_id: true,
  offered_at: true,
  rang_at: true,
  ended_at: true,
  reason: true,
  wait_ms: true,
  ring_ms: true,
});

export const agentSessions = table<AgentSessionRecord>('agent_sessions', ['seq', 'idx'], {
  seq: true,
  idx: true,
  agent_id: true,
  phone: true,
  campaign_ids: true,
  logged_in_by: true,
  logged_out_by: true,
  from_at: true,
  to_at: true,
});

export const agentStates = table<AgentStateRecord>('agent_states', ['seq', 'idx'], {
  seq: true,
  idx: true,
  agent_id: true,
  state: true,
  pause_id: true,
  contact_id: true,
  from_at: true,
  to_at: true,
});

export const recordings = table<CallRecordingRecord>('recordings', ['id'], {
  id: true,
  contact_id: true,
  node: true,
  campaign_id: true,
  channels: true,
  on_demand: true,
  started_at: true,
  keep_days: true,
  state: true,
  length_ms: true,
  bytes: true,
  checksum: true,
  service_id: true,
  agent_id: true,
  caller_number: true,
  fault: true,
  checked_at: true,
  deleted_at: true,
  deleted_by: true,
  deleted_reason: true,
});

export const callbacks = table<CallbackRecord>('callbacks', ['id'], {
  id: true,
  from_id: true,
  kind: true,
  campaign_id: true,
  service_id: true,
  agent_id: true,
  promised_by: true,
  number: true,
  name: true,
  made_at: true,
  due_at: true,
  state: true,
  attempts: true,
  result: true,
  tried_at: true,
  called_by: true,
  ended_at: true,
  ended_by: true,
  reason: true,
});

export const contactScriptValues = table<ScriptValueRecord>(
  'contact_script_values',
  ['seq', 'idx', 'field'],
  {
    seq: true,
    idx: true,
    field: true,
    contact_id: true,
    script_id: true,
    version: true,
    agent_id: true,
    at: true,
    value: true,
    is_sensitive: true,
  },
);

export const voicemails = table<VoicemailRecord>('voicemails', ['id'], {
  id: true,
  contact_id: true,
  node: true,
  campaign_id: true,
  box_campaign_id: true,
  box_agent_id: true,
  left_at: true,
  state: true,
  length_ms: true,
  bytes: true,
  checksum: true,
  heard_at: true,
  heard_by: true,
});
