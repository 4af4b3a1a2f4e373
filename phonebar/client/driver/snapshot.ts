/** What a CRM page is told of a session, and which events lie between two of them. Pure. */
import { actionsOf } from '../session/actions.ts';
import type { DriverContact, DriverEvent, Snapshot } from '../../driver/protocol.ts';
import type { ScriptView } from '../../../orchestrator/core/views.ts';
import type { AgentView } from '../session/protocol.ts';
import type { Session } from '../session/session.ts';

export function snapshotOf(session: Session): Snapshot {
  const { view, me } = session;
  const agent = view ?? me?.agent ?? null;
  return {
    agent: agent && { name: agent.name, extension: agent.extension },
    state: view?.state ?? null,
    pauseId: view?.pauseId ?? null,
    next: view?.next ?? null,
    contact: view && contactOf(view),
    actions: actionsOf(session).map(({ action, enabled }) => ({ name: action, enabled })),
  };
}

function contactOf({ contact, wrapUp }: AgentView): DriverContact | null {
  const of = contact ?? wrapUp;
  if (!of) return null;
  return {
    id: of.contactId,
    stage: contact?.stage ?? 'wrapUp',
    number: of.caller.number,
    name: of.caller.name,
    service: of.service.name,
    campaign: of.campaign.name,
    callData: of.callData,
    script: of.script ? scriptOf(of.script) : null,
    dispositionId: of.dispositionId,
    dispositions: of.dispositions,
  };
}

function scriptOf({ name, version, page, values, sensitive }: ScriptView): DriverContact['script'] {
  const open = Object.entries(values).filter(([field]) => !sensitive.includes(field));
  return { name, version, page, values: Object.fromEntries(open) };
}

export function eventsBetween(before: Snapshot, after: Snapshot): DriverEvent[] {
  const { contact: was } = before;
  const { contact: is } = after;
  const same = was !== null && is !== null && was.id === is.id;
  const live = (contact: DriverContact | null): contact is DriverContact =>
    contact !== null && contact.stage !== 'wrapUp';
  const connected = (contact: DriverContact): boolean =>
    contact.stage === 'talking' || contact.stage === 'held';
  const events: DriverEvent[] = [];
  if (live(was) && !(same && live(is))) events.push({ type: 'contactEnded', contact: same ? is : was });
  if (live(is)) {
    if (is.stage === 'offered' && !same) events.push({ type: 'contactOffered', contact: is });
    if (connected(is) && !(same && connected(was))) events.push({ type: 'contactConnected', contact: is });
  }
  if (same && JSON.stringify(was.callData) !== JSON.stringify(is.callData))
    events.push({ type: 'callDataChanged', contact: is });
  if (same && JSON.stringify(was.script) !== JSON.stringify(is.script))
    events.push({ type: 'scriptChanged', contact: is });
  const changed = (of: (snapshot: Snapshot) => unknown): boolean =>
    JSON.stringify(of(before)) !== JSON.stringify(of(after));
  // What no other event tells.
  if (changed(withoutContact) || (events.length === 0 && changed(({ contact }) => contact)))
    events.push({ type: 'state' });
  return events;
}

function withoutContact(snapshot: Snapshot): Snapshot {
  return { ...snapshot, contact: null };
}
