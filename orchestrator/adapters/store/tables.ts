/** The tables as knex sees them: the columns of migrations/ with their types. */
import type { Campaign, Collection, Connection, Language } from '../../core/configuration/schemas.ts';
import type { CallbackResult, OfferEnd, Outcome } from '../../core/facts.ts';
import type { MadeHow } from '../../runtime/ports/prompts.ts';
import type { Role } from '../../runtime/ports/store.ts';

/** One object of a collection; its members are in `document`, as JSON without id. */
export interface ObjectRecord {
  id: number;
  name: string;
  name_key: string;
  sort_name: string;
  search_text: string;
  document: string;
  /** Campaigns, flows and connections only. */
  kind?: Campaign['kind'] | Connection['kind'];
  /** Flows (not in lists) and scripts only. */
  published?: string | null;
  revision: number;
  created_at: number;
  updated_at: number;
}

export interface AccountRecord {
  id: number;
  username: string;
  role: Role;
  agent_id: number | null;
  language: 'it' | 'en' | null;
  password_hash: string | null;
  credential_version: number;
  created_at: number;
}

export interface TokenRecord {
  id: number;
  name: string;
  role: Role;
  hash: string;
  created_at: number;
  last_used_at: number | null;
}

export interface AttemptRecord {
  name_hash: string;
  failures: number;
  last_at: number;
  blocked_until: number;
}

export interface ContactRecord {
  id: string;
  media: string;
  direction: string;
  service_id: number | null;
  campaign_id: number | null;
  agent_id: number | null;
  line_id: number | null;
  caller_number: string;
  caller_name: string;
  dialled: string;
  arrived_at: number;
  queued_at: number | null;
  connected_at: number | null;
  ended_at: number | null;
  outcome: Outcome | null;
  ended_by: string | null;
  wait_ms: number;
  talk_ms: number;
  hold_ms: number;
  wrap_up_ms: number;
  disposition_id: number | null;
  note: string;
}

/** Where a fact stands: what it makes is keyed by it. */
export interface Place {
  seq: number;
  idx: number;
}

export interface StepRecord extends Place {
  contact_id: string;
  at: number;
  type: string;
  data: string;
}

export interface OfferRecord extends Place {
  contact_id: string;
  agent_id: number;
  campaign_id: number;
  offered_at: number;
  rang_at: number | null;
  ended_at: number | null;
  reason: OfferEnd | null;
  wait_ms: number;
  ring_ms: number;
}

export interface AgentSessionRecord extends Place {
  agent_id: number;
  phone: string;
  campaign_ids: string;
  logged_in_by: string;
  logged_out_by: string | null;
  from_at: number;
  to_at: number | null;
}

export interface AgentStateRecord extends Place {
  agent_id: number;
  state: string;
  pause_id: number | null;
  contact_id: string | null;
  from_at: number;
  to_at: number | null;
}

/** A document of a flow, and who wrote it when. */
interface FlowDocumentRecord {
  flow_id: number;
  document: string;
  at: number;
  by: string;
}
export interface FlowDraftRecord extends FlowDocumentRecord {
  revision: number;
}
export interface FlowVersionRecord extends FlowDocumentRecord {
  number: number;
  note: string;
}
export interface FlowScheduleRecord extends FlowDocumentRecord {
  note: string;
  due_at: number;
  problem: string | null;
}

export interface RecordingRecord {
  prompt_id: number;
  language: Language;
  version: number;
  checksum: string;
  duration_ms: number;
  made: MadeHow;
  text: string;
  at: number;
  by: string;
}

/** A message that a caller left; see migrations/008-voicemails.ts. */
export interface VoicemailRecord {
  id: string;
  contact_id: string;
  node: string;
  campaign_id: number;
  box_campaign_id: number | null;
  box_agent_id: number | null;
  left_at: number;
  state: 'coming' | 'kept' | 'lost' | 'leaving';
  length_ms: number | null;
  bytes: number | null;
  checksum: string | null;
  heard_at: number | null;
  heard_by: string | null;
}

/** A call that is or was recorded; see migrations/009-recordings.ts and 013-recording-list.ts. */
export interface CallRecordingRecord {
  id: string;
  contact_id: string;
  node: string;
  campaign_id: number;
  channels: 'stereo' | 'mixed';
  on_demand: number;
  started_at: number;
  keep_days: number;
  state: 'coming' | 'kept' | 'lost' | 'leaving' | 'deleted';
  length_ms: number | null;
  bytes: number | null;
  checksum: string | null;
  service_id: number | null;
  agent_id: number | null;
  caller_number: string;
  fault: 'damaged' | 'missing' | null;
  checked_at: number | null;
  deleted_at: number | null;
  deleted_by: string | null;
  deleted_reason: string | null;
}

/** See migrations/014-callbacks.ts. */
export interface CallbackRecord {
  id: string;
  from_id: string;
  kind: 'promised' | 'asked';
  campaign_id: number | null;
  service_id: number | null;
  agent_id: number | null;
  promised_by: number | null;
  number: string;
  name: string;
  made_at: number;
  due_at: number;
  state: 'open' | 'calling' | 'reached' | 'cancelled' | 'givenUp' | 'replaced';
  attempts: number;
  result: CallbackResult | null;
  tried_at: number | null;
  called_by: number | null;
  ended_at: number | null;
  ended_by: string | null;
  reason: string | null;
}

/** A message of a supervisor; see migrations/011-agent-messages.ts. */
export interface AgentMessageRecord {
  id: number;
  at: number;
  by: string;
  to_kind: 'agent' | 'campaign' | 'all';
  to_id: number | null;
  text: string;
}

/** See migrations/012-contact-quality.ts. */
export interface QualityRecord {
  id: number;
  contact_id: string;
  agent_id: number;
  at: number;
  kind: 'call' | 'report';
  figures: string;
  note: string;
}

/** A version of a script; see migrations/015-scripts.ts. */
export interface ScriptVersionRecord {
  script_id: number;
  number: number;
  document: string;
  note: string;
  at: number;
  by: string;
}

/** A value that was written into a script during a contact. */
export interface ScriptValueRecord extends Place {
  field: string;
  contact_id: string;
  script_id: number;
  version: number;
  agent_id: number;
  at: number;
  value: string;
  is_sensitive: number;
}

export interface AuditRecord {
  id: number;
  at: number;
  by: string;
  action: string;
  object: string;
  detail: string;
}

type ObjectTables = { [C in Collection]: ObjectRecord };

declare module 'knex/types/tables.js' {
  interface Tables extends ObjectTables {
    extensions: { extension: string; agent_id: number | null; service_id: number | null };
    service_numbers: { number: string; service_id: number };
    secrets: { collection: Collection; object_id: number; name: string; value: string };
    locks: { name: string; taken: number };
    accounts: AccountRecord;
    tokens: TokenRecord;
    sign_in_attempts: AttemptRecord;
    contacts: ContactRecord;
    contact_steps: StepRecord;
    contact_offers: OfferRecord;
    agent_sessions: AgentSessionRecord;
    agent_states: AgentStateRecord;
    projection: { name: string; position: number };
    audit: AuditRecord;
    flow_drafts: FlowDraftRecord;
    flow_versions: FlowVersionRecord;
    flow_schedule: FlowScheduleRecord;
    flow_uses: { flow_id: number; collection: string; key: string };
    prompt_recordings: RecordingRecord;
    recordings: CallRecordingRecord;
    recording_waves: { recording_id: string; peaks: string };
    voicemails: VoicemailRecord;
    voicemail_listens: {
      id: number;
      voicemail_id: string;
      at: number;
      by: string;
      how: 'listen' | 'download';
    };
    callbacks: CallbackRecord;
    contact_quality: QualityRecord;
    script_versions: ScriptVersionRecord;
    contact_script_values: ScriptValueRecord;
    agent_messages: AgentMessageRecord;
    agent_message_readers: { message_id: number; agent_id: number; read_at: number | null };
    settings: { name: string; value: string };
    migrations: { id: number; name: string };
  }
}
