/** What follows when Asterisk could not do what it was told. */
import { endContact } from './contacts/end.ts';
import { legEnded, playbackFinished } from './contacts/legs.ts';
import type { Event } from './events.ts';
import { dialplanReturned, recordingFinished } from './flows/events.ts';
import { doubtBridge, sessionWithBridge } from './agents/bridge.ts';
import { contactOf, type ContactId } from './ids.ts';
import { isSwitchCommand, type SwitchCommand } from './commands.ts';
import { callRecordingFailed, endRecording } from './recording/keep.ts';
import type { World } from './world.ts';
import { record, type Turn } from './turn.ts';

/** Without link nothing is certain: the observation after the reconnection decides. */
const NO_LINK = 0;
/** The leg or bridge is gone; the event that says so is on its way. */
const GONE = 404;

/** The contact that a command was about, if one was. */
function contactIn(world: World, command: SwitchCommand): ContactId | null {
  const ids = 'legs' in command ? command.legs : 'leg' in command ? [command.leg] : [];
  for (const id of ids) {
    const contactId = world.legs.get(id)?.contactId ?? contactOf(id);
    if (contactId !== null) return contactId;
  }
  if ('bridge' in command)
    return contactOf(command.bridge) ?? sessionWithBridge(world, command.bridge)?.contactId ?? null;
  if ('recording' in command) return contactOf(command.recording);
  return 'playback' in command ? contactOf(command.playback) : null;
}

/** Its own command, or the pause: rather none than one with a card number in it. What is gone has ended by itself. */
function recordingFailed(
  turn: Turn,
  contactId: ContactId | null,
  { type, recording }: Extract<SwitchCommand, { type: 'recordCall' | 'pauseCallRecording' }>,
  status: number,
): void {
  const contact = turn.world.contacts.get(contactId ?? '');
  if (contact?.recording?.id !== recording || status === NO_LINK) return;
  if (type === 'recordCall') callRecordingFailed(turn, contact);
  else if (status !== GONE) endRecording(turn, contact, 'pauseFailed');
}

export function commandFailed(
  turn: Turn,
  { command, status, message }: Extract<Event, { type: 'commandFailed' }>,
): void {
  if (!isSwitchCommand(command)) return;
  const contactId = contactIn(turn.world, command);
  if (status !== GONE)
    record(turn, {
      type: 'anomalyFound',
      code: 'commandFailed',
      detail: `${command.type} ${status} ${message}`.slice(0, 300),
      contactId,
    });
  switch (command.type) {
    case 'originate':
      // 41 temporary failure: the leg never came to be.
      return status === NO_LINK ? undefined : legEnded(turn, command.leg, 41);
    case 'play':
      return playbackFinished(turn, command.playback, true);
    case 'record':
      if (status === NO_LINK) return;
      return recordingFinished(turn, {
        type: 'recordingFinished',
        node: command.node,
        recording: command.recording,
        durationMs: 0,
        failed: true,
      });
    case 'recordCall':
    case 'pauseCallRecording':
      return recordingFailed(turn, contactId, command, status);
    case 'runDialplan':
      return status === NO_LINK
        ? undefined
        : dialplanReturned(turn, command.leg, { PHONES_RESULT: 'failed' });
    case 'createBridge':
    case 'addToBridge': {
      const contact = contactId === null ? undefined : turn.world.contacts.get(contactId);
      if (contact && status !== NO_LINK && status !== GONE) endContact(turn, contact, 'failed', 'system');
      return doubtBridge(turn, command.bridge);
    }
    case 'removeFromBridge':
    case 'stopBridgeMusic':
      return doubtBridge(turn, command.bridge);
    default:
      return;
  }
}
