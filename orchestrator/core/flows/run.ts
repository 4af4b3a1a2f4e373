/**
 * A contact's flow is told what happened and goes on: its effects are carried out, its steps become facts, its
 * end moves the contact on. Called by `settle` alone, so that a handler never finds the contact changed under it.
 */
import type { Input } from '../../../ivr-flows/effects.ts';
import { advance, start, type Progress } from '../../../ivr-flows/engine.ts';
import type { Trace } from '../../../ivr-flows/run.ts';
import type { Contact } from '../contacts/contact.ts';
import { countBlock } from '../counters.ts';
import { overflowOf } from '../queues/wait.ts';
import { record, type Turn } from '../turn.ts';
import { pauseRecording, resumeRecording } from '../recording/keep.ts';
import { asksSecret, hasSecrets, maskedFault, noteDigits } from './digits.ts';
import { perform } from './effects.ts';
import { endFlow } from './ends.ts';
import { environmentOf } from './environment.ts';
import type { RunningFlow } from './running.ts';
import { compiledFlow, documentOf } from './versions.ts';

/** `input` null = the flow begins. What comes for a flow that is over changes nothing. */
export function runFlow(turn: Turn, contact: Contact, input: Input | null): void {
  const { flow } = contact;
  if (!flow || (input === null) !== (flow.run === null)) return;
  const { effects, trace, end } = progress(turn, contact, flow, input);
  for (const line of trace) note(turn, contact, flow, line);
  // Before anything is said or asked.
  if (contact.recording) pauseForSecret(turn, contact);
  for (const effect of effects) perform(turn, contact, flow, effect);
  if (end) endFlow(turn, contact, flow, end);
  else if (input?.type === 'queued') afterNews(turn, contact, flow, input.news);
}

/** A recording is silent while a block asks for secret digits. */
function pauseForSecret(turn: Turn, contact: Contact): void {
  if (asksSecret(turn.world, contact)) pauseRecording(turn, contact, 'flow');
  else resumeRecording(turn, contact, 'flow');
}

/** A flow that goes round without waiting within one moment is ended. */
export function endRunaway(turn: Turn, contact: Contact): void {
  if (contact.flow) endFlow(turn, contact, contact.flow, { to: 'nowhere', code: 'stepCap' });
}

function progress(turn: Turn, contact: Contact, flow: RunningFlow, input: Input | null): Progress {
  const document = documentOf(turn.world, flow);
  if (!document) return { effects: [], trace: [], end: { to: 'nowhere', code: 'exception' } };
  const compiled = compiledFlow(document);
  const environment = environmentOf(turn, contact);
  if (input !== null && flow.run) return advance(compiled, flow.run, environment, input);
  const { callData, language } = contact;
  const begun = start(compiled, { seed: seedOf(contact.id), callData, language }, environment);
  flow.run = begun.run;
  return begun;
}

/** FNV-1a: chance that is the same in every replay and another for every contact. */
function seedOf(id: string): number {
  let seed = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) seed = Math.imul(seed ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return seed;
}

/** A line of the flow becomes a fact. Simple forms have no blocks that anybody drew. */
function note(turn: Turn, contact: Contact, flow: RunningFlow, line: Trace): void {
  const { campaignId, flowId, version } = flow;
  const { id: contactId } = contact;
  const { block } = line;
  const common = { contactId, campaignId, version, block };
  switch (line.type) {
    case 'entered':
      flow.blockSince = turn.at;
      if (flowId === null) return;
      countBlock(turn, { campaignId, flowId, version, block }, null);
      return record(turn, { type: 'blockEntered', flowId, ...common });
    case 'left':
      noteDigits(turn, contact, flow, block);
      if (flowId === null) return;
      countBlock(turn, { campaignId, flowId, version, block }, line.exit);
      return record(turn, {
        type: 'blockLeft',
        flowId,
        ...common,
        exit: line.exit,
        stayMs: turn.at - flow.blockSince,
      });
    case 'failed':
      return record(turn, {
        type: 'blockFailed',
        contactId,
        flowId,
        block,
        fault: maskedFault(line.fault, hasSecrets(turn.world, flow)),
      });
  }
}

/** What the flow did not care for, the campaign decides. */
function afterNews(turn: Turn, contact: Contact, flow: RunningFlow, news: string): void {
  if (contact.flow !== flow) return;
  if ((news === 'timeout' || news === 'noAgents') && flow.queue === null && contact.queued)
    overflowOf(turn, contact, news === 'timeout' ? 'overflow' : 'noAgents');
}
