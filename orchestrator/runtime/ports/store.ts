/** What the server needs of a database. One suite (test/contract/store) holds on SQLite and on MariaDB. */
import type { Words } from '../../../ivr-flows/values.ts';
import type { Collection, Configuration, ConfigurationObject } from '../../core/configuration/schemas.ts';
import type { AgentDayStore } from './agent-day.ts';
import type { AgentMessageStore } from './agent-messages.ts';
import type { CallbackStore } from './callbacks.ts';
import type { FlowStore } from './flows.ts';
import type { PromptStore } from './prompts.ts';
import type { RecordingStore } from './recordings.ts';
import type { VoicemailStore } from './voicemails.ts';
import type { ScriptStore } from './scripts.ts';
import type { QualityStore } from './quality.ts';
import type { FoundPromise } from '../../core/callbacks/promised.ts';
import type { Outcome, PlacedFact } from '../../core/facts.ts';

export interface Store {
  /** Runs the migrations that are missing; returns their names. A failed one is rolled back and throws MigrationFailed. */
  migrate(): Promise<string[]>;
  configuration: ConfigurationStore;
  flows: FlowStore;
  prompts: PromptStore;
  callbacks: CallbackStore;
  recordings: RecordingStore;
  voicemails: VoicemailStore;
  accounts: AccountStore;
  contacts: ContactStore;
  agentDay: AgentDayStore;
  quality: QualityStore;
  scripts: ScriptStore;
  agentMessages: AgentMessageStore;
  facts: FactStore;
  audit: AuditStore;
  settings: { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };
  /** Resolves when the database answers, rejects otherwise; within 2 s. */
  ping(): Promise<void>;
  readonly dialect: 'sqlite' | 'mysql';
  close(): Promise<void>;
}

export interface Page<T> {
  items: T[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

export interface ListQuery {
  /** Words searched in the name (and number, extension, username where there are). */
  search?: string;
  /** Name of a top-level member; '-name' = descending. Default: name. */
  sort?: string;
  cursor?: string;
  /** 1 to 200, default 50. */
  limit?: number;
}

/**
 * Objects as the schemas of core/configuration say; lists leave out the published documents of flows (null). Writes check references (all named ids exist, campaign
 * kinds fit: entry any kind, queueCampaignId a queue, and so on) and uniqueness (names within a collection,
 * service numbers, extensions and virtual extensions together, usernames over all accounts) in one
 * transaction and throw Invalid with every problem at once. Deletes throw InUse with what depends.
 */
export interface ConfigurationStore {
  list<C extends Collection>(collection: C, query: ListQuery): Promise<Page<Stored<C>>>;
  get<C extends Collection>(collection: C, id: number): Promise<Stored<C> | null>;
  create<C extends Collection>(
    collection: C,
    input: Omit<ConfigurationObject<C>, 'id'>,
    secrets: Secrets,
    by: string,
  ): Promise<Stored<C>>;
  /** `revision` absent = overwrite; given and stale = throws Conflict. */
  replace<C extends Collection>(
    collection: C,
    id: number,
    input: Omit<ConfigurationObject<C>, 'id'>,
    secrets: Secrets,
    by: string,
    revision?: number,
  ): Promise<Stored<C>>;
  remove(collection: Collection, id: number, by: string): Promise<void>;
  /** What refers to an object, for "delete says what depends on it". Drafts of flows are told, and keep nothing from being deleted. */
  dependents(collection: Collection, id: number): Promise<Dependent[]>;
  loadAll(): Promise<Configuration>;
  /** All objects of a collection by name, without what they hold: for choices and checks of names. */
  names(collection: Collection): Promise<NamedObject[]>;
  /** Secret members by name: lines {password}, agents {sipSecret} (made at creation when absent), connections {secret}. For provisioning and the connections only. */
  secrets(collection: 'lines' | 'agents' | 'connections', id: number): Promise<Secrets>;
  /** The same of all objects that have any, by id. */
  allSecrets(collection: 'lines' | 'agents'): Promise<Map<number, Secrets>>;
}
export interface NamedObject {
  id: number;
  name: string;
  /** Campaigns, flows and connections only. */
  kind?: string;
}
export type Stored<C extends Collection> = ConfigurationObject<C> & {
  revision: number;
  createdAt: number;
  updatedAt: number;
};
export type Secrets = Record<string, string>;
export interface Dependent {
  collection: Collection;
  id: number;
  name: string;
  /** Member of the dependent that refers, e.g. `entryCampaignId`; of a flow `document` (published), `schedule` (planned) or `draft`. */
  path: string;
}

export type Role = 'operator' | 'supervisor' | 'administrator';
export interface Account {
  id: number;
  username: string;
  role: Role;
  /** The agent that the account is for (role operator). */
  agentId: number | null;
  /** Of pages; null = as the browser asks. */
  language: 'it' | 'en' | null;
}
/** Sign-in accounts. An agent's account is created, renamed and removed with the agent by ConfigurationStore (its input secret `password`; absent at creation = no sign-in until one is set). */
export interface AccountStore {
  list(): Promise<Account[]>;
  get(id: number): Promise<Account | null>;
  create(
    account: { username: string; role: Role; agentId?: number | null; language?: 'it' | 'en' },
    password: string,
    by: string,
  ): Promise<Account>;
  /** Also ends the account's sessions and forgets failed attempts. False = no such account. */
  setPassword(username: string, password: string, by: string): Promise<boolean>;
  setLanguage(id: number, language: 'it' | 'en'): Promise<void>;
  remove(id: number, by: string): Promise<void>;
  /** argon2id; the same time and answer for an unknown name (S8). Null = wrong. Throws TooManyAttempts with retryAfterMs. */
  verify(username: string, password: string): Promise<Account | null>;
  /** Makes a bearer token (shown once, stored as SHA-256). */
  createToken(role: Exclude<Role, 'operator'>, name: string, by: string): Promise<string>;
  byToken(token: string): Promise<{ name: string; role: Role } | null>;
  listTokens(): Promise<
    { id: number; name: string; role: Role; createdAt: number; lastUsedAt: number | null }[]
  >;
  removeToken(id: number, by: string): Promise<void>;
  /** Changes with each password change; a session made before is void. */
  credentialVersion(id: number): Promise<number | null>;
}

export interface ContactFilter {
  serviceId?: number;
  campaignId?: number;
  agentId?: number;
  /** active = not ended; otherwise an outcome. */
  state?: 'active' | 'ended' | Outcome;
  /** Arrived in [from, to), epoch ms. */
  from?: number;
  to?: number;
  /** Caller's number or contact id. */
  search?: string;
  cursor?: string;
  /** 1 to 200, default 50; newest first. */
  limit?: number;
}
export interface ContactRow {
  id: string;
  media: string;
  direction: string;
  serviceId: number | null;
  campaignId: number | null;
  agentId: number | null;
  lineId: number | null;
  callerNumber: string;
  callerName: string;
  dialled: string;
  arrivedAt: number;
  queuedAt: number | null;
  connectedAt: number | null;
  endedAt: number | null;
  /** Null while it is active. */
  outcome: Outcome | null;
  endedBy: string | null;
  waitMs: number;
  talkMs: number;
  holdMs: number;
  wrapUpMs: number;
  dispositionId: number | null;
  note: string;
}
/** A contact as colleagues see it later, with names as they are now; '' = there was none, or it is not there any more. */
export interface EarlierContact {
  id: string;
  direction: string;
  /** Epoch ms. */
  arrivedAt: number;
  outcome: Outcome;
  service: string;
  agent: string;
  disposition: string;
  note: string;
}
/** One fact of the contact, in order. */
export interface ContactStep {
  seq: number;
  index: number;
  at: number;
  type: string;
  /** The fact's members without type and contactId. */
  data: Record<string, unknown>;
}
export interface ContactStore {
  list(filter: ContactFilter): Promise<Page<ContactRow>>;
  get(id: string): Promise<{ contact: ContactRow; steps: ContactStep[] } | null>;
  /** Contacts of a number that ended and arrived at `from` (epoch ms) or later, newest first; without `except` and calls among colleagues. */
  earlier(query: { number: string; from: number; except: string; limit: number }): Promise<EarlierContact[]>;
  /**
   * The last contacts that ended and that synthetic agents of the campaign (null = of any) served, newest first,
   * with their steps in order. Looks among the last 1,000 contacts.
   */
  lastServed(
    campaignId: number | null,
    limit: number,
  ): Promise<{ contact: ContactRow; steps: ContactStep[] }[]>;
}

export interface FactStore {
  /** seq of the last event whose facts are all in. */
  position(): Promise<number>;
  /** Projects a batch (whole events, in order) in one transaction together with the position; what is at or before the position is skipped. */
  project(facts: PlacedFact[], upTo: number): Promise<void>;
  /**
   * Contacts and agents' sessions that have no end, which nothing else will end after a lost journal; and the
   * call-backs that are still to be made.
   */
  leftOpen(): Promise<{ contacts: string[]; agents: number[]; promises: FoundPromise[] }>;
  /** How often the part that writes had to be started anew. */
  restarts(): number;
}

export interface AuditRow {
  id: number;
  at: number;
  by: string;
  /** e.g. create, update, delete, signIn, signInFailed, agentState. */
  action: string;
  object: string;
  /** What changed, without secrets: { member: [before, after] }. */
  detail: Record<string, unknown>;
}
export interface AuditStore {
  add(row: Omit<AuditRow, 'id' | 'at'>): Promise<void>;
  list(query: { object?: string; cursor?: string; limit?: number }): Promise<Page<AuditRow>>;
}

/** A problem with one member of an input; `path` as in the object, e.g. ['members', 0, 'agentId']. */
export interface Problem {
  path: (string | number)[];
  code: string;
  /** In English; pages tell `code` and `values` in their own words. */
  message: string;
  values?: Words;
}
