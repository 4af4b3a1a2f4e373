/** All block types. A new one is a file here (or anywhere in ivr-flows/) and a line in this list. */
import type { BlockDefinition } from '../block.ts';
import { agentsAvailable } from './agents-available.ts';
import { calculator } from './calculator.ts';
import { callForwarding } from './call-forwarding.ts';
import { customMessage } from './custom-message.ts';
import { dialplan } from './dialplan.ts';
import { distributeCall } from './distribute-call.ts';
import { estimatedWait } from './estimated-wait.ts';
import { getAlphaNumCode } from './get-alpha-num-code.ts';
import { getDigits } from './get-digits.ts';
import { hangUp } from './hang-up.ts';
import { httpRequest } from './http-request.ts';
import { ifBlock } from './if.ts';
import { loopCounter } from './loop-counter.ts';
import { menu } from './menu.ts';
import { offerCallback } from './offer-callback.ts';
import { openingHours } from './opening-hours.ts';
import { playMessage } from './play-message.ts';
import { promoQueue } from './promo-queue.ts';
import { propertiesManager } from './properties-manager.ts';
import { queueLength } from './queue-length.ts';
import { queue } from './queue.ts';
import { readTextMessage } from './read-text-message.ts';
import { recordMessage } from './record-message.ts';
import { sendEmail } from './send-email.ts';
import { setCallData } from './set-call-data.ts';
import { setLanguage } from './set-language.ts';
import { setPriority } from './set-priority.ts';
import { setProperty } from './set-property.ts';
import { setSkills } from './set-skills.ts';
import { speechToText } from './speech-to-text.ts';
import { sqlQuery } from './sql-query.ts';
import { start } from './start.ts';
import { survey } from './survey.ts';
import { switchBlock } from './switch.ts';
import { transferToAgent } from './transfer-to-agent.ts';
import { transferToCampaign } from './transfer-to-campaign.ts';
import { voicemail } from './voicemail.ts';

/** In the order of the palette. */
export const blocks: readonly BlockDefinition[] = [
  start,
  ...[playMessage, customMessage, promoQueue],
  ...[menu, getDigits, getAlphaNumCode, recordMessage, speechToText, readTextMessage],
  ...[ifBlock, switchBlock, distributeCall, loopCounter],
  ...[openingHours, agentsAvailable, queueLength, estimatedWait],
  ...[setProperty, propertiesManager, calculator, httpRequest, sqlQuery],
  ...[setCallData, setLanguage, setPriority, setSkills],
  ...[queue, offerCallback, transferToCampaign, transferToAgent, callForwarding],
  ...[voicemail, sendEmail, survey, dialplan, hangUp],
];

export type Library = ReadonlyMap<string, BlockDefinition>;

export const libraryOf = (definitions: readonly BlockDefinition[]): Library =>
  new Map(definitions.map(definition => [definition.type, definition]));

export const library: Library = libraryOf(blocks);
