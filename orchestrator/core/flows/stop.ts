/** The end of a flow's work for a contact: everything that it began is taken back. */
import { command, clearTimer, type Turn } from '../turn.ts';
import type { Contact } from '../contacts/contact.ts';
import { resumeRecording } from '../recording/keep.ts';
import type { World } from '../world.ts';
import type { Pending } from './running.ts';
import { forgetFlow } from './versions.ts';

/** Timer ids are `flow:<contact>/<effect>`. */
export function flowTimer(contact: Contact, effect: string): string {
  return `${contact.id}/${effect}`;
}

/** The contact leaves its flow. `gone`: its leg is or will be hung up, so that nothing on it need be stopped. */
export function stopFlow(turn: Turn, contact: Contact, gone = false): void {
  const { flow } = contact;
  if (!flow) return;
  contact.flow = null;
  resumeRecording(turn, contact, 'flow');
  release(turn, flow.campaignId);
  forgetFlow(turn.world, flow.key);
  for (const effect of flow.timers) clearTimer(turn, 'flow', flowTimer(contact, effect));
  for (const [id, pending] of flow.pending) stopPending(turn, contact, id, pending, gone);
}

/** Stops all that plays to the caller, and what is whispered to its operator if that is asked; nothing is told of it. */
export function stopPlaying(turn: Turn, contact: Contact, whispers = false): void {
  const { flow } = contact;
  if (!flow) return;
  for (const [id, { does }] of flow.pending) {
    if (does !== 'play' && !(whispers && does === 'whisper')) continue;
    flow.pending.delete(id);
    command(turn, { type: 'stopPlayback', node: contact.node, playback: id });
  }
}

function stopPending(turn: Turn, contact: Contact, id: string, pending: Pending, gone: boolean): void {
  const { node } = contact;
  switch (pending.does) {
    case 'play':
      if (!gone) command(turn, { type: 'stopPlayback', node, playback: id });
      return;
    case 'whisper':
      return command(turn, { type: 'stopPlayback', node, playback: id });
    case 'record':
      if (!gone) command(turn, { type: 'stopRecording', node, recording: id });
      return;
    case 'forward':
      if (turn.world.legs.has(pending.leg))
        command(turn, { type: 'hangup', node, leg: pending.leg, reason: 'normal' });
      if (pending.bridge !== null) command(turn, { type: 'destroyBridge', node, bridge: pending.bridge });
      return;
    case 'request':
    case 'dialplan':
      return;
  }
}

/** Takes a synthetic agent of the campaign; false = all are at work. */
export function occupy(turn: Turn, campaignId: number, limit: number): boolean {
  const { serving } = turn.world;
  const now = serving.get(campaignId) ?? 0;
  if (limit > 0 && now >= limit) return false;
  serving.set(campaignId, now + 1);
  return true;
}

/** Synthetic agents at work as the contacts say, whatever was counted. */
export function recountServing(world: World): void {
  world.serving.clear();
  for (const { flow } of world.contacts.values())
    if (flow) world.serving.set(flow.campaignId, (world.serving.get(flow.campaignId) ?? 0) + 1);
}

function release(turn: Turn, campaignId: number): void {
  const { serving } = turn.world;
  const left = (serving.get(campaignId) ?? 0) - 1;
  if (left > 0) serving.set(campaignId, left);
  else serving.delete(campaignId);
}
