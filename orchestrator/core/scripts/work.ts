/**
 * What operators fill in during a contact: it begins on the campaign's published version and stays on it, stands with
 * the contact while somebody talks, and with the operator's wrap-up afterwards.
 */
import type { RefusalCode } from '../agents/requests.ts';
import type { AgentSession } from '../agents/session.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import { fieldProblem, scriptProblems, type ScriptValues } from '../configuration/script-path.ts';
import type { ScriptDocument, ScriptField } from '../configuration/scripts.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { record, type Turn } from '../turn.ts';
import { documentOfScript } from './versions.ts';

export interface ScriptWork {
  scriptId: number;
  version: number;
  /** The human campaign whose script it is; one that has the same takes it over. */
  campaignId: number;
  /** The page that was seen last; '' = the first. */
  page: string;
  values: ScriptValues;
  /** Fields that were typed into and of which no fact tells yet, and by whom. */
  untold: string[];
  by: AgentId;
}

/** Prefix of values in call data. */
export const scriptPrefix = 'script_';

/** At the end of each step: who talks to a contact of a campaign with a script has one to fill in. */
export function followScripts(turn: Turn): void {
  for (const fact of [...turn.facts]) {
    if (!('contactId' in fact) || fact.contactId === null) continue;
    const contact = turn.world.contacts.get(fact.contactId);
    if (contact?.talk && contact.talk.campaignId > 0) begin(turn, contact, contact.talk);
  }
}

function begin(
  turn: Turn,
  contact: Contact,
  { agentId, campaignId }: { agentId: AgentId; campaignId: number },
): void {
  if (scriptOf(contact, campaignId)) return;
  const { configuration } = turn.world;
  const scriptId = humanCampaign(configuration, campaignId)?.scriptId ?? null;
  const script = scriptId === null ? undefined : configuration.scripts.get(scriptId);
  if (!script?.document) return;
  const before = contact.scripts.find(work => work.scriptId === scriptId);
  if (before) {
    before.campaignId = campaignId;
    return;
  }
  const { id, version } = script;
  contact.scripts.push({ scriptId: id, version, campaignId, page: '', values: {}, untold: [], by: agentId });
  record(turn, { type: 'scriptBegan', contactId: contact.id, agentId, campaignId, scriptId: id, version });
}

export function scriptOf(contact: Contact, campaignId: number): ScriptWork | null {
  return contact.scripts.find(work => work.campaignId === campaignId) ?? null;
}

/** What the agent works on: with its wrap-up, or with the contact that it leads. */
export function scriptAtHand(turn: Turn, session: AgentSession): ScriptWork | null {
  if (session.wrapUp) return session.wrapUp.script;
  const contact = turn.world.contacts.get(session.contactId ?? '');
  return contact?.talk?.agentId === session.agentId ? scriptOf(contact, contact.talk.campaignId) : null;
}

/** `typing`: more is to come, so that nothing tells of it yet; it is kept all the same. */
export function fillIn(
  turn: Turn,
  session: AgentSession,
  { values, page, typing }: { values: ScriptValues; page?: string | undefined; typing?: boolean | undefined },
): RefusalCode | null {
  const work = scriptAtHand(turn, session);
  const document = work && documentOfScript(turn.world, work);
  if (!work || !document) return 'noScript';
  const fields = fieldsOf(document);
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    if (!field) return 'unknownField';
    if (!fits(field, value)) return 'fieldInvalid';
  }
  if (page !== undefined && !document.pages.some(({ name }) => name === page)) return 'unknownPage';
  for (const carrier of carriersOf(turn, session, work))
    write(turn, carrier, session.agentId, { values, page });
  if (!typing) tellAtHand(turn, session);
  return null;
}

interface Carrier {
  contactId: ContactId;
  work: ScriptWork;
}

/** In wrap-up the contact may live on with somebody else: both keep the same values. */
function carriersOf(turn: Turn, session: AgentSession, work: ScriptWork): Carrier[] {
  const contactId = session.wrapUp?.contactId ?? session.contactId ?? '';
  const contact = turn.world.contacts.get(contactId);
  const same = contact?.scripts.find(
    ({ scriptId, version }) => scriptId === work.scriptId && version === work.version,
  );
  return [work, ...(same && same !== work ? [same] : [])].map(each => ({ contactId, work: each }));
}

function write(
  turn: Turn,
  { contactId, work }: Carrier,
  agentId: AgentId,
  { values, page }: { values: ScriptValues; page?: string | undefined },
): void {
  if (work.by !== agentId) {
    tellScript(turn, contactId, work);
    work.by = agentId;
  }
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(work.values[name] ?? '') !== JSON.stringify(value),
  );
  for (const [name, value] of changed) work.values[name] = value;
  work.untold = [...new Set([...work.untold, ...changed.map(([name]) => name)])];
  if (page !== undefined) work.page = page;
}

/** Half a number is none yet, and is kept; what no field of this kind could hold is not. */
function fits(field: ScriptField, value: string | string[]): boolean {
  if ((field.kind === 'choices') !== Array.isArray(value)) return false;
  const problem = fieldProblem(field, value);
  return problem !== 'unknownOption' && problem !== 'tooLong';
}

function fieldsOf({ pages }: ScriptDocument): Map<string, ScriptField> {
  return new Map(pages.flatMap(({ fields }) => fields.map(field => [field.name, field])));
}

/** Tells what was typed: the copy in the wrap-up tells for both. */
function tellAtHand(turn: Turn, session: AgentSession): void {
  const work = scriptAtHand(turn, session);
  if (!work) return;
  const [first, ...others] = carriersOf(turn, session, work);
  if (!first) return;
  for (const { work: other } of others) other.untold = [];
  tellScript(turn, first.contactId, first.work);
  if (session.wrapUp) session.wrapUp.callData = withValues(turn, session.wrapUp.callData, first.work);
}

/** The fact of what was typed since the last one; call data have the values from then on. */
export function tellScript(turn: Turn, contactId: ContactId, work: ScriptWork): void {
  if (work.untold.length === 0) return;
  const document = documentOfScript(turn.world, work);
  const fields: ReadonlyMap<string, ScriptField> = document ? fieldsOf(document) : new Map();
  const names = work.untold;
  work.untold = [];
  record(turn, {
    type: 'scriptChanged',
    contactId,
    agentId: work.by,
    scriptId: work.scriptId,
    version: work.version,
    values: Object.fromEntries(names.map(name => [name, work.values[name] ?? ''])),
    // Without its document nobody knows: then nothing is told openly.
    sensitive: names.filter(name => fields.get(name)?.sensitive ?? true),
  });
  const contact = turn.world.contacts.get(contactId);
  if (contact) contact.callData = withValues(turn, contact.callData, work);
}

/** Call data with the values that are not sensitive. */
function withValues(turn: Turn, callData: Contact['callData'], work: ScriptWork): Contact['callData'] {
  const document = documentOfScript(turn.world, work);
  if (!document) return callData;
  const open = [...fieldsOf(document).values()].filter(
    ({ name, sensitive }) => !sensitive && work.values[name] !== undefined && !work.untold.includes(name),
  );
  const values = open.map(({ name }) => [`${scriptPrefix}${name}`, work.values[name] ?? '']);
  return { ...callData, ...Object.fromEntries(values) };
}

/** What the wrap-up takes with it; all is told before, so that nobody tells it twice. */
export function takeScript(turn: Turn, contact: Contact, campaignId: number): ScriptWork | null {
  const work = scriptOf(contact, campaignId);
  if (!work) return null;
  tellScript(turn, contact.id, work);
  contact.callData = withValues(turn, contact.callData, work);
  return { ...work, values: { ...work.values }, untold: [] };
}

/** Whether wrap-up may end with the script as it stands. `anyway`: the operator was asked. */
export function scriptRefusal(turn: Turn, work: ScriptWork | null, anyway: boolean): RefusalCode | null {
  const document = work && documentOfScript(turn.world, work);
  if (!work || !document || scriptProblems(document.pages, work.values).length === 0) return null;
  if (document.ending === 'refuse') return 'scriptRequired';
  return anyway ? null : 'scriptIncomplete';
}
