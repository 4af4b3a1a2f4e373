/** What happens to a contact, told to its flow. The flow takes it up when the handler is done (settle). */
import type { Input } from '../../../ivr-flows/effects.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Turn } from '../turn.ts';
import type { Pending, RunningFlow } from './running.ts';

export function tellFlow(turn: Turn, contact: Contact, input: Input): void {
  if (contact.flow) turn.inputs.push({ contactId: contact.id, input });
}

/** Begins the flow that has just been given to the contact. */
export function beginFlow(turn: Turn, contact: Contact): void {
  turn.inputs.push({ contactId: contact.id, input: null });
}

/** Takes what was asked for under this id, if it is of this kind. */
export function takePending<D extends Pending['does']>(
  flow: RunningFlow | null,
  id: string,
  does: D,
): Extract<Pending, { does: D }> | null {
  const pending = flow?.pending.get(id);
  if (!flow || !isOf(pending, does)) return null;
  flow.pending.delete(id);
  return pending;
}

/** Looks at what was asked for under this id, if it is of this kind. */
export function pendingOf<D extends Pending['does']>(
  flow: RunningFlow | null,
  id: string,
  does: D,
): Extract<Pending, { does: D }> | null {
  const pending = flow?.pending.get(id);
  return isOf(pending, does) ? pending : null;
}

function isOf<D extends Pending['does']>(
  pending: Pending | undefined,
  does: D,
): pending is Extract<Pending, { does: D }> {
  return pending?.does === does;
}
