/**
 * Which digits that a caller pressed may be kept in clear in the contact's steps. Rule: what a block marks as
 * secret (parameter `secret`) is masked whole; so is anything as long as a card number (12 to 19 digits, ISO/IEC
 * 7812-1) or longer, whatever the flow says, since callers also type card numbers where nobody asked for them. A
 * mask shows only how many they were. The journal, from which the world is rebuilt, has every digit; it is
 * readable for the server alone and is kept for the days of the flight recorder.
 */
import { z } from 'zod';
import type { Fault } from '../../../ivr-flows/faults.ts';
import type { Words } from '../../../ivr-flows/values.ts';
import type { Contact } from '../contacts/contact.ts';
import { record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import type { RunningFlow } from './running.ts';
import { compiledFlow, documentOf } from './versions.ts';

/** Digits from which on they may be those of a card. */
const CARD_LENGTH = 12;

const Secret = z.object({ secret: z.literal(true) });

export function masked(digits: string, secret: boolean): string {
  const count = digits.replace(/[^0-9]/g, '').length;
  return secret || count >= CARD_LENGTH ? '*'.repeat(digits.length) : digits;
}

/** Whether a block asks for digits that are secret. */
function isSecret(world: World, flow: RunningFlow, block: string): boolean {
  const document = documentOf(world, flow);
  const parameters = document ? compiledFlow(document).blocks.get(block)?.parameters : undefined;
  return Secret.safeParse(parameters).success;
}

/** Whether the contact is in a block that asks for secret digits. */
export function asksSecret(world: World, { flow }: Contact): boolean {
  return flow?.run ? isSecret(world, flow, flow.run.block) : false;
}

/** Whether any block of the flow asks for secret digits: its properties may hold them from then on. */
export function hasSecrets(world: World, flow: RunningFlow): boolean {
  return documentOf(world, flow)?.blocks.some(({ id }) => isSecret(world, flow, id)) === true;
}

/** A fault tells the value at which the flow stumbled; its digits are masked like those that were pressed. */
export function maskedFault({ code, values }: Fault, secret: boolean): Fault {
  const mask = (text: string): string =>
    text.replace(/[0-9](?:[0-9 .-]*[0-9])?/g, run => masked(run, secret));
  const shown = Object.entries(values).map(([name, value]): [string, Words[string]] => {
    if (typeof value === 'number') return [name, value];
    return [name, typeof value === 'string' ? mask(value) : { it: mask(value.it), en: mask(value.en) }];
  });
  return { code, values: Object.fromEntries(shown) };
}

/** A block is left, or the flow ends: what was pressed in it becomes a fact. */
export function noteDigits(turn: Turn, contact: Contact, flow: RunningFlow, block: string): void {
  if (flow.digits === '') return;
  const digits = masked(flow.digits, isSecret(turn.world, flow, block));
  flow.digits = '';
  record(turn, { type: 'digitsPressed', contactId: contact.id, block, digits });
}
