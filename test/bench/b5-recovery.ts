/**
 * B5: the orchestrator is killed with callers who talk, wait and hear a prompt, and starts again. Under
 * control = the pages show every contact as it was before, and Asterisk is connected. Afterwards every call
 * goes its way to the end: nobody was lost, nobody was called twice, nothing is left in Asterisk.
 */
import { type Instance, startInstance } from '../support/instance.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { type BenchCentre, createBenchCentre, makeAllReady } from './live/centre.ts';
import { Recovery, type Run } from './live/recovery.ts';
import { SilentPhones } from './live/silent-phones.ts';
import { medianOf, sum } from './statistics.ts';

/** Some minutes of speech, so that it lasts longer than the restart. */
const longMessage = 'Please stay on the line while we look up your order, this may take a moment. '
  .repeat(24)
  .trim();

/** A number that leads to the long message, and to the agents after it. */
async function createFlow({ api }: Instance, { humanIds }: BenchCentre): Promise<string> {
  const welcome = await api.create('campaigns', {
    kind: 'welcome',
    name: 'Long message',
    message: { it: longMessage, en: longMessage },
    nextCampaignId: humanIds[0] ?? null,
  });
  const number = '800999';
  await api.create('services', { name: 'Long message', numbers: [number], entryCampaignId: welcome.id });
  return number;
}

async function run(context: BenchContext): Promise<BenchResult> {
  const size = {
    talking: context.number('talking'),
    queued: context.number('queued'),
    inFlow: context.number('flow'),
  };
  context.say('starting');
  const instance = await startInstance({ env: { PHONES_RTP: '34000-36999' } });
  const phones = await SilentPhones.open(instance.sip);
  const runs: Run[] = [];
  try {
    const centre = await createBenchCentre(instance, { agents: size.talking, campaigns: 1, welcome: '' });
    const recovery = new Recovery(instance, phones, centre, await createFlow(instance, centre));
    await phones.register(centre.agents);
    await makeAllReady(instance, centre.agents);
    for (let i = 0; i < context.number('runs'); i++) {
      runs.push(await recovery.run(size));
      context.say(`run ${i + 1}: ${JSON.stringify(runs.at(-1))}`);
    }
  } catch (error) {
    context.say(instance.tail(40));
    throw error;
  } finally {
    phones.close();
    await instance.stop();
  }
  const ms = (name: string, pick: (run: Run) => number) => ({ name, unit: 'ms', own: medianOf(runs, pick) });
  const none = (name: string, pick: (run: Run) => number) => ({
    name,
    unit: 'in all runs',
    own: sum(runs.map(pick)),
    target: { of: 'own', atMost: 0 } as const,
  });
  return {
    floor: 'a program that only asks Asterisk for channels, bridges and the application',
    figures: [
      {
        ...ms('listening to all under control', each => each.controlMs),
        floor: medianOf(runs, each => each.floorMs),
        target: { of: 'own', atMost: 1000 },
      },
      ms('command to listening', each => each.listeningMs),
      ms('kill -9 to all under control', each => each.awayMs),
      none('contacts lost', each => each.lost),
      none('agents called again', each => each.repeated),
      none('channels and bridges that are new or gone', each => each.orphans.length),
    ],
    load: {
      calls: runs.length * (size.talking + size.queued + size.inFlow),
      failures: sum(runs.map(each => each.lost)),
      retransmissions: phones.retransmissions,
      generatorCpu: Number.NaN,
    },
    notes: [`${size.talking} talking, ${size.queued} queued, ${size.inFlow} in a prompt.`],
    runs,
  };
}

export const recovery: Bench = {
  id: 'b5',
  name: 'b5-recovery',
  title: 'kill -9 and start again',
  options: { talking: '200', queued: '50', flow: '20', runs: '3' },
  run,
};
