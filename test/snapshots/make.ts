/**
 * Writes a snapshot and a journal of the present version: `node --import tsx test/snapshots/make.ts FOLDER`,
 * FOLDER = test/snapshots/<version>. To be run for each version that is released, and its files committed:
 * every later version must load them (snapshots.test.ts).
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { Event } from '../../orchestrator/core/events.ts';
import { liveView } from '../../orchestrator/core/live.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, encodeWorld } from '../../orchestrator/core/world.ts';
import { openFileJournal } from '../../orchestrator/runtime/journal/file-journal.ts';
import type { Entry } from '../../orchestrator/runtime/ports/journal.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';

const node = 'n1';
const world = createWorld();
const entries: Entry[] = [];
let at = Date.UTC(2026, 2, 2, 9);

function submit(event: Event): void {
  at += 1000;
  const stamped = { seq: entries.length + 1, at, event };
  const { facts, error } = step(world, stamped);
  if (error) throw error;
  entries.push({ ...stamped, facts });
}
const ask = (agentId: number, request: AgentRequest): void =>
  submit({ type: 'agentRequested', requestId: `r${entries.length}`, agentId, request, by: 'test' });
const call = (leg: string, dialled: string): void =>
  submit({
    type: 'callArrived',
    node,
    leg,
    lineId: 1,
    dialled,
    caller: { number: `06${leg}`, name: 'Müller' },
  });
const played = (leg: string): void => {
  const contact = [...world.contacts.values()].find(({ callerLeg }) => callerLeg === leg);
  const pending = [...(contact?.flow?.pending ?? [])].find(([, { does }]) => does === 'play');
  if (pending) submit({ type: 'playbackFinished', node, playback: pending[0], failed: false });
};
const answered = (leg: string): void => {
  const contact = [...world.contacts.values()].find(({ callerLeg }) => callerLeg === leg);
  if (contact?.offer) submit({ type: 'legAnswered', node, leg: contact.offer.leg });
};

const configuration = sampleConfiguration();
const standing = configuration.agents.find(({ id }) => id === 3);
if (standing) standing.standingLeg = true;
for (const agent of configuration.agents) agent.skills = [{ skillId: 1, level: 5 }];
for (const campaign of configuration.campaigns)
  if (campaign.kind === 'human' && campaign.id === 12)
    Object.assign(campaign, {
      preferredAgent: { seconds: 30, days: 7 },
      skills: [
        { skillId: 1, level: 4, seconds: 60 },
        { skillId: 1, level: 2, seconds: 60 },
      ],
    });
submit({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
submit({ type: 'configurationLoaded', configuration });
submit({ type: 'nodeConnected', node, version: '22.10.1', bootId: 'b1' });
const phonesOnline = [1, 2, 3].map(agentId => ({ agentId, kind: 'sip' as const }));
submit({ type: 'nodeObserved', node, legs: [], channels: [], bridges: [], phonesOnline });
for (const agentId of [1, 2, 3]) submit({ type: 'pageChanged', agentId, connected: true });
for (const agentId of [1, 2, 3]) ask(agentId, { type: 'login' });
for (const agentId of [1, 2]) ask(agentId, { type: 'ready' });
ask(3, { type: 'pause', pauseId: 1 });
// One in wrap-up.
call('a', '800100');
played('a');
answered('a');
submit({ type: 'legEnded', node, leg: 'a', cause: 16 });
// One talking, on hold; agent 2 goes to pause after it.
call('b', '800100');
played('b');
answered('b');
ask(2, { type: 'hold' });
ask(2, { type: 'pause', pauseId: 2 });
// It consults agent 3, whose standing leg is up, and has added a number outside before.
const leg = world.sessions.get(3)?.standing?.leg;
if (leg) submit({ type: 'legAnswered', node, leg });
ask(2, { type: 'retrieve' });
ask(2, { type: 'addParty', to: { kind: 'number', number: '+390655' } });
const [added] = [...world.contacts.values()].flatMap(({ targets }) => targets);
if (added?.leg) submit({ type: 'legAnswered', node, leg: added.leg });
ask(2, { type: 'consult', to: { kind: 'agent', agentId: 3 } });
ask(3, { type: 'answer' });
// Two waiting, one in the welcome, one that left.
for (const leg of ['c', 'd']) {
  call(leg, '800100');
  played(leg);
}
call('e', '800100');
call('f', '800100');
submit({ type: 'legEnded', node, leg: 'f', cause: 16 });

const folder = process.argv[2] ?? fileURLToPath(new URL('./new', import.meta.url));
const journal = await openFileJournal(folder);
await journal.append(entries);
await journal.saveSnapshot(world.seq, encodeWorld(world));
await journal.close();
const { contacts, agents } = liveView(world);
const expected = {
  contacts: contacts.map(({ id, stage, agentId, position }) => ({ id, stage, agentId, position })),
  agents: agents.map(({ id, state, pauseId }) => ({ id, state, pauseId })),
};
await writeFile(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
