/** What the caller hears while no agent talks: prompts one after another, music between them. */
import type { Media } from '../commands.ts';
import type { Localized } from '../configuration/schemas.ts';
import { nextPart, type Contact } from '../contacts/contact.ts';
import { command, record, type Turn } from '../turn.ts';
import { stopPlaying } from './stop.ts';

export function answerCaller(turn: Turn, contact: Contact): void {
  if (contact.answered) return;
  contact.answered = true;
  command(turn, { type: 'answer', node: contact.node, leg: contact.callerLeg });
  record(turn, { type: 'contactAnswered', contactId: contact.id });
}

/** Plays media to the caller; `what` is what people read about it in the contact's steps. */
export function say(turn: Turn, contact: Contact, media: Media[], what: string): void {
  answerCaller(turn, contact);
  hush(turn, contact);
  const playback = nextPart(contact);
  contact.playback = playback;
  const { node, callerLeg: leg, language } = contact;
  command(turn, { type: 'play', node, playback, leg, media, language });
  record(turn, { type: 'promptStarted', contactId: contact.id, campaignId: contact.campaignId, what });
}

/** Whether there is anything to be said in the contact's language (or, for want of it, in the other). */
export function hasText(text: Localized): boolean {
  return text.it.trim() !== '' || text.en.trim() !== '';
}

/** First words of a text in the contact's language, for the steps. */
export function beginning(text: Localized, contact: Contact): string {
  const words = text[contact.language].trim() || text.it.trim() || text.en.trim();
  return words.length > 80 ? `${words.slice(0, 79)}…` : words;
}

export function playMusic(turn: Turn, contact: Contact, music: string): void {
  answerCaller(turn, contact);
  if (contact.music === music) return;
  contact.music = music;
  contact.ringing = false;
  command(turn, { type: 'startMusic', node: contact.node, leg: contact.callerLeg, music });
}

export function stopMusic(turn: Turn, contact: Contact): void {
  if (contact.music === null) return;
  contact.music = null;
  command(turn, { type: 'stopMusic', node: contact.node, leg: contact.callerLeg });
}

/** Stops whatever plays to the caller. */
export function hush(turn: Turn, contact: Contact): void {
  const { node } = contact;
  stopMusic(turn, contact);
  // In a bridge whose media goes straight from one phone to the other the tone would never end.
  if (contact.ringing) command(turn, { type: 'stopRinging', node, leg: contact.callerLeg });
  contact.ringing = false;
  if (contact.playback !== null) command(turn, { type: 'stopPlayback', node, playback: contact.playback });
  stopPlaying(turn, contact, true);
  contact.playback = null;
}
