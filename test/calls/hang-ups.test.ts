/**
 * Every state of a conversation with more than two, every party that can leave it, by phone and by page, with and
 * without standing legs: who hears whom afterwards stands in hang-ups.txt, to be read by people. Afterwards
 * everybody leaves and nothing may be left.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Configuration } from '../../orchestrator/core/configuration/schemas.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

/** UPDATE_TRANSCRIPTS=1 writes what came out; read the difference before it is committed. */
const update = process.env.UPDATE_TRANSCRIPTS === '1';

const colleague = { kind: 'agent', agentId: 3 } as const;
const number = '06123';
const outside = { kind: 'number', number } as const;

/** Agent 1 talks to the customer; 3 is ready, 2 is not there. */
function talking(scene: CallScene): void {
  scene.ready(1, 3);
  scene.call('800100');
  scene.wait(1000);
  scene.playedOut();
  scene.pickUp(1);
}

const states: { [name: string]: (scene: CallScene) => void } = {
  'talking to the customer': talking,
  'on hold': scene => {
    talking(scene);
    scene.ask(1, { type: 'hold' });
  },
  'consult, the colleague rings': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: colleague });
  },
  'consult, a number rings': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: outside });
  },
  'consult, waiting for a campaign': scene => {
    talking(scene);
    scene.ask(3, { type: 'pause', pauseId: 1 });
    scene.ask(1, { type: 'consult', to: { kind: 'campaign', campaignId: 14 } });
  },
  'consult, back with the customer while the colleague rings': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: colleague });
    scene.ask(1, { type: 'swap' });
  },
  'consult, talking to the colleague': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: colleague });
    scene.pickUp(3);
  },
  'consult, talking to the number': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: outside });
    scene.pickUpNumber(number);
  },
  'consult, swapped back to the customer': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: colleague });
    scene.pickUp(3);
    scene.ask(1, { type: 'swap' });
  },
  'consult with the number, swapped back': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: outside });
    scene.pickUpNumber(number);
    scene.ask(1, { type: 'swap' });
  },
  'consult on a second line, the colleague rings': scene => {
    talking(scene);
    scene.hold(1, true);
    scene.dial(1, '203');
  },
  'consult on a second line, talking to the colleague': scene => {
    talking(scene);
    scene.hold(1, true);
    scene.dial(1, '203');
    scene.pickUp(3);
  },
  'consult on a second line, back on the first one': scene => {
    talking(scene);
    scene.hold(1, true);
    scene.dial(1, '203');
    scene.pickUp(3);
    scene.hold(1, false);
  },
  'conference with the colleague': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: colleague });
    scene.pickUp(3);
    scene.ask(1, { type: 'merge' });
  },
  'conference with the number': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: outside });
    scene.pickUpNumber(number);
    scene.ask(1, { type: 'merge' });
  },
  'conference of four': scene => {
    talking(scene);
    scene.ask(1, { type: 'addParty', to: outside });
    scene.pickUpNumber(number);
    scene.ask(1, { type: 'addParty', to: colleague });
    scene.pickUp(3);
  },
  'conference on hold': scene => {
    talking(scene);
    scene.ask(1, { type: 'addParty', to: colleague });
    scene.pickUp(3);
    scene.ask(1, { type: 'hold' });
  },
  'conference, a number is being added': scene => {
    talking(scene);
    scene.ask(1, { type: 'addParty', to: colleague });
    scene.pickUp(3);
    scene.ask(1, { type: 'addParty', to: outside });
  },
  'conference, a number is consulted': scene => {
    talking(scene);
    scene.ask(1, { type: 'addParty', to: colleague });
    scene.pickUp(3);
    scene.ask(1, { type: 'consult', to: outside });
    scene.pickUpNumber(number);
  },
  'transferred, the colleague rings': scene => {
    talking(scene);
    scene.ask(1, { type: 'transfer', to: colleague });
  },
  'transferred, the number rings': scene => {
    talking(scene);
    scene.ask(1, { type: 'transfer', to: outside });
  },
  'transferred to the number': scene => {
    talking(scene);
    scene.ask(1, { type: 'transfer', to: outside });
    scene.pickUpNumber(number);
  },
  'transferred into a queue': scene => {
    talking(scene);
    scene.ask(1, { type: 'transfer', to: { kind: 'campaign', campaignId: 12 } });
    scene.playedOut();
  },
  'handed over to the colleague': scene => {
    talking(scene);
    scene.ask(1, { type: 'consult', to: colleague });
    scene.pickUp(3);
    scene.ask(1, { type: 'complete' });
  },
  'manual call, own phone rings': scene => {
    scene.ready(1);
    scene.ask(1, { type: 'call', to: outside });
  },
  'manual call, the number rings': scene => {
    scene.ready(1);
    scene.ask(1, { type: 'call', to: outside });
    scene.pickUp(1);
  },
  'manual call, talking': scene => {
    scene.ready(1);
    scene.ask(1, { type: 'call', to: outside });
    scene.pickUp(1);
    scene.pickUpNumber(number);
  },
  'internal call, the colleague rings': scene => {
    scene.ready(1, 3);
    scene.ask(1, { type: 'call', to: colleague });
    scene.pickUp(1);
  },
  'internal call, talking': scene => {
    scene.ready(1, 3);
    scene.ask(1, { type: 'call', to: colleague });
    scene.pickUp(1);
    scene.pickUp(3);
  },
  'internal call on hold': scene => {
    scene.ready(1, 3);
    scene.ask(1, { type: 'call', to: colleague });
    scene.pickUp(1);
    scene.pickUp(3);
    scene.ask(1, { type: 'hold' });
  },
  'internal call of three': scene => {
    scene.ready(1, 3);
    scene.ask(1, { type: 'call', to: colleague });
    scene.pickUp(1);
    scene.pickUp(3);
    scene.ask(1, { type: 'addParty', to: outside });
    scene.pickUpNumber(number);
  },
  'service inside, with its operator': scene => {
    scene.ready(1, 3);
    scene.ask(1, { type: 'call', to: { kind: 'service', serviceId: 2 } });
    scene.pickUp(1);
    scene.pickUp(3);
  },
};

/** Who leaves, and how. `if` = only where it is there. */
const leavers: { [name: string]: (scene: CallScene) => boolean } = {
  'the customer hangs up': scene => byPhone(scene, 'customer'),
  'agent 1 hangs up its phone': scene => byPhone(scene, '1'),
  'agent 1 hangs up its second line': scene => byPhone(scene, '1, second line'),
  'agent 1 transfers by its phone to the other line': scene => byRefer(scene),
  'agent 1 transfers by its phone to 203': scene => byRefer(scene, '203'),
  'agent 1 cancels': scene => scene.ask(1, { type: 'cancel' }) === null,
  'agent 1 brings all together': scene => scene.ask(1, { type: 'merge' }) === null,
  'agent 1 presses hang up': scene => byPage(scene, 1),
  'agent 3 hangs up its phone': scene => byPhone(scene, '3'),
  'agent 3 presses hang up': scene => byPage(scene, 3),
  'the number hangs up': scene => byPhone(scene, number),
  'the number is busy': scene => byPhone(scene, number, 17),
  'nobody answers': scene => {
    const timers = (): string => [...scene.world.timers.keys()].join(' ');
    const before = timers();
    scene.wait(60_000);
    return timers() !== before;
  },
};

function byPhone(scene: CallScene, name: string, cause = 16): boolean {
  const leg = scene.legOf(name);
  if (leg) scene.hangUp(leg, cause);
  return leg !== null;
}

/** False = the phone was refused. */
function byRefer(scene: CallScene, number?: string): boolean {
  scene.refer(1, number ? { number } : { replaces: 'own1' });
  const told = scene.commands.findLast(({ type }) => type === 'transferProgress');
  return told?.type === 'transferProgress' && told.state === 'answered';
}

function byPage(scene: CallScene, agentId: number): boolean {
  const request = scene.state(agentId) === 'offered' ? 'reject' : 'hangup';
  return scene.ask(agentId, { type: request }) === null;
}

function picture(scene: CallScene): string[] {
  const agents = [1, 3].map(id => `${id} ${scene.state(id)}`).join(', ');
  const contact = scene.contact();
  const stage = contact ? `${contact.stage}${contact.returned ? ', returned' : ''}` : 'ended';
  return [`contact ${stage}; agents ${agents}`, ...scene.hearing()].map(line => `    ${line}`);
}

/** Everybody leaves: nothing may be left in the world or in Asterisk. */
function cleanUp(scene: CallScene): void {
  for (const leg of scene.legs()) scene.hangUp(leg);
  scene.wait(400_000);
  for (const leg of scene.legs()) scene.hangUp(leg);
  for (const agentId of [1, 3]) scene.ask(agentId, { type: 'logout' });
  scene.wait(400_000);
  expect([...scene.world.contacts.keys()], 'contacts').to.deep.equal([]);
  expect(scene.legs(), 'legs').to.deep.equal([]);
  expect(scene.bridges(), 'bridges').to.deep.equal([]);
  const count = (type: string): number => scene.facts.filter(fact => fact.type === type).length;
  expect(count('contactEnded'), 'I1: one outcome').to.equal(count('contactArrived'));
  for (const fact of scene.facts)
    if (fact.type === 'contactEnded')
      expect(Math.min(fact.talkMs, fact.holdMs, fact.waitMs), 'I5').to.be.least(0);
}

function configuration(standing: boolean): Configuration {
  const sample = sampleConfiguration();
  for (const agent of sample.agents) agent.standingLeg = standing;
  return sample;
}

function story(standing: boolean): string {
  const out: string[] = [];
  for (const [state, arrange] of Object.entries(states)) {
    const before = new CallScene(configuration(standing));
    arrange(before);
    out.push('', state, ...picture(before));
    cleanUp(before);
    for (const [leaver, leave] of Object.entries(leavers)) {
      for (const restarted of [false, true]) {
        const scene = new CallScene(configuration(standing));
        arrange(scene);
        if (restarted) scene.restart();
        if (!leave(scene)) continue;
        if (!restarted) out.push(`  ${leaver}`, ...picture(scene));
        else expect(picture(scene), `${state}, ${leaver}, after a restart`).to.deep.equal(lastPicture(out));
        cleanUp(scene);
      }
    }
  }
  return out.join('\n').trim() + '\n';
}

function lastPicture(out: string[]): string[] {
  const from = out.findLastIndex(line => !line.startsWith('    '));
  return out.slice(from + 1);
}

describe('hang-ups at every moment', function () {
  this.timeout(60_000);
  for (const standing of [false, true]) {
    it(standing ? 'with standing legs' : 'without standing legs', () => {
      const path = join(import.meta.dirname, standing ? 'hang-ups-standing.txt' : 'hang-ups.txt');
      const now = story(standing);
      if (update) writeFileSync(path, now);
      else expect(now).to.equal(readFileSync(path, 'utf8'));
    });
  }
});
