/** Nobody took an offer: what follows for the contact. */
import { endOffer, takeOffer } from '../routing/offer.ts';
import type { OfferEnd } from '../facts.ts';
import type { Turn } from '../turn.ts';
import type { DictationResult } from '../dictation/dictation.ts';
import type { Contact } from './contact.ts';
import { endContact } from './end.ts';

export function offerFailed(
  turn: Turn,
  contact: Contact,
  reason: Exclude<OfferEnd, 'answered' | 'callerLeft' | 'notReached'>,
  cause: number,
): void {
  // An operator who wanted to call does not lift its own phone.
  if (contact.stage === 'dialling') {
    if (contact.dictation) contact.dictation.result = resultOf(reason, cause);
    takeOffer(turn, contact, reason, cause);
    endContact(turn, contact, 'unanswered', 'agent');
  } else endOffer(turn, contact, reason, cause);
}

/** Who was to record a prompt. Q.850: 17 busy. */
function resultOf(reason: OfferEnd, cause: number): DictationResult {
  if (reason === 'rejected') return cause === 17 ? 'busy' : 'rejected';
  return reason === 'noAnswer' ? 'noAnswer' : 'notReached';
}
