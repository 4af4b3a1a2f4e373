/** Toll rules of a line (S11): hours, countries, minutes, money; each way in which something dials out asks them. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { countryOf } from '../../orchestrator/core/calls/country.ts';
import { Calendar, TollRules } from '../../orchestrator/core/configuration/schemas.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { published } from '../support/flow-of.ts';
import { queueingFlow } from '../support/sample-flows.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

const minute = 60_000;
const abroad = '+44201234567';
const to = (number: string) => ({ kind: 'number' as const, number });

interface Setting {
  toll?: Partial<TollRules>;
  /** Flow of the welcome campaign: 2 queues and forwards by digit, 4 offers a callback. */
  flowId?: number;
  /** Whom the flow forwards to. */
  forwardTo?: string;
  outsidePhones?: boolean;
  standingLeg?: boolean;
}

/** The sample centre; its calendar 1 is open on Mondays from 9 to 18, and the scene begins on one at 10:00. */
function scene({ toll, flowId, forwardTo, outsidePhones, standingLeg }: Setting): CallScene {
  const configuration = sampleConfiguration();
  configuration.calendars.push(Calendar.parse({ id: 2, name: 'Never' }));
  for (const line of configuration.lines) line.toll = TollRules.parse({ ...toll });
  for (const campaign of configuration.campaigns)
    if (campaign.kind === 'welcome') Object.assign(campaign, { flowId: flowId ?? null });
  for (const agent of configuration.agents) {
    if (outsidePhones) agent.defaultPhone = 'outside';
    agent.standingLeg = standingLeg ?? null;
  }
  if (forwardTo !== undefined) {
    const blocks = queueingFlow.blocks.map(block =>
      block.type === 'call-forwarding'
        ? { ...block, parameters: { ...block.parameters, number: forwardTo } }
        : block,
    );
    configuration.flows = configuration.flows.map(flow =>
      flow.id === 2 ? published(2, { ...queueingFlow, blocks }) : flow,
    );
  }
  return new CallScene(configuration);
}

/** Agent 1 talks to the customer, who called in. */
function talking(setting: Setting): CallScene {
  const at = scene(setting);
  at.ready(1);
  at.call('800100');
  at.playedOut();
  at.pickUp(1);
  expect(at.state(1)).to.equal('talking');
  return at;
}

const refusals = (at: CallScene): Extract<Fact, { type: 'callRefused' }>[] =>
  at.facts.flatMap(fact => (fact.type === 'callRefused' ? [fact] : []));
const toLines = (at: CallScene): number =>
  at.commands.filter(command => command.type === 'originate' && command.destination.kind === 'line').length;

/** Every way in which something dials out: what a rule refuses, none of them does. */
const ways: { [way: string]: (toll: Partial<TollRules>) => { at: CallScene; refused: string | null } } = {
  'a manual call': toll => {
    const at = scene({ toll });
    at.ready(1);
    return { at, refused: at.ask(1, { type: 'call', to: to(abroad) }) };
  },
  'a call dialled on the SIP phone': toll => {
    const at = scene({ toll });
    at.ready(1);
    at.dial(1, abroad);
    return { at, refused: refusals(at)[0]?.code ?? null };
  },
  'a consult': toll => {
    const at = talking({ toll });
    return { at, refused: at.ask(1, { type: 'consult', to: to(abroad) }) };
  },
  'a consult on a second line of the phone': toll => {
    const at = talking({ toll });
    at.hold(1, true);
    at.dial(1, abroad);
    return { at, refused: refusals(at)[0]?.code ?? null };
  },
  'a blind transfer': toll => {
    const at = talking({ toll });
    return { at, refused: at.ask(1, { type: 'transfer', to: to(abroad) }) };
  },
  "a transfer by the phone's own key (REFER)": toll => {
    const at = talking({ toll });
    at.refer(1, { number: abroad });
    const refused = refusals(at)[0]?.code ?? null;
    const told = at.commands.findLast(({ type }) => type === 'transferProgress');
    expect(told).to.include({ state: refused ? 'declined' : 'answered' });
    return { at, refused };
  },
  'a conference': toll => {
    const at = talking({ toll });
    return { at, refused: at.ask(1, { type: 'addParty', to: to(abroad) }) };
  },
  'the forwarding of a flow': toll => {
    const at = scene({ toll, flowId: 2, forwardTo: abroad });
    at.ready(2);
    at.ask(2, { type: 'pause', pauseId: 1 });
    const leg = at.call('800100');
    at.event({ type: 'digitReceived', node: 'n1', leg, digit: '1' });
    return { at, refused: refusals(at)[0]?.code ?? null };
  },
  'a callback': toll => {
    const at = scene({ toll: { ...toll, homeCountry: '44' }, flowId: 4 });
    const leg = at.call('800100');
    at.event({ type: 'digitReceived', node: 'n1', leg, digit: '1' });
    at.ready(1);
    at.pickUp(1);
    return { at, refused: refusals(at)[0]?.code ?? null };
  },
  'the phone of an agent at log in': toll => {
    const at = scene({ toll, outsidePhones: true });
    return { at, refused: at.ask(1, { type: 'login' }) };
  },
};

/** Calendar 2 is never open. */
const night = { calendarId: 2 };

describe('toll rules of a line', () => {
  for (const [way, dial] of Object.entries(ways)) {
    it(`apply at night to ${way}`, () => {
      const { at, refused } = dial(night);
      expect(refused).to.equal('outsideHours');
      expect(toLines(at)).to.equal(0);
    });
    it(`let pass what they allow: ${way}`, () => {
      const { at, refused } = dial({ calendarId: 1, newCountry: 'refuse', knownCountries: ['44'] });
      expect(refused).to.equal(null);
      expect(refusals(at)).to.deep.equal([]);
    });
  }

  it('refuse the first call to a country, until it is known', () => {
    const at = scene({ toll: { newCountry: 'refuse', knownCountries: ['33'] } });
    at.ready(1);
    expect(at.ask(1, { type: 'call', to: to(abroad) })).to.equal('newCountry');
    expect(at.ask(1, { type: 'call', to: to('0044201234567') })).to.equal('newCountry');
    expect(at.ask(1, { type: 'call', to: to('003312345678') })).to.equal(null);
    at.ask(1, { type: 'hangup' });
    expect(at.ask(1, { type: 'call', to: to('0612345678') })).to.equal(null);
    expect(refusals(at).map(({ code, number, agentId }) => [code, number, agentId])).to.deep.equal([
      ['newCountry', abroad, 1],
      ['newCountry', '0044201234567', 1],
    ]);
  });

  it('raise an alarm for the first call to a country only, also after a restart', () => {
    const at = scene({ toll: { newCountry: 'alarm' } });
    at.ready(1);
    const call = (number: string): void => {
      expect(at.ask(1, { type: 'call', to: to(number) })).to.equal(null);
      at.ask(1, { type: 'hangup' });
    };
    call(abroad);
    at.restart();
    call('+44209999999');
    call('+33123456');
    expect(refusals(at).map(({ went, number }) => [went, number])).to.deep.equal([
      [true, abroad],
      [true, '+33123456'],
    ]);
    expect(at.world.refusals.map(({ number }) => number)).to.deep.equal(['+33123456', abroad]);
  });

  it('know the country of a number', () => {
    const cases: [number: string, dialled: string, country: string][] = [
      ['0612345', '0612345', '39'],
      ['+44201', '0044201', '44'],
      ['0012125550100', '0012125550100', '1'],
      ['+37251', '37251', '372'],
      ['9123', '00491234', '49'],
    ];
    for (const [number, dialled, country] of cases)
      expect(countryOf(number, dialled, '39'), number).to.equal(country);
  });

  it('call certain numbers at any hour', () => {
    const at = scene({ toll: { ...night, alwaysPrefixes: ['+4420'] } });
    at.ready(1);
    expect(at.ask(1, { type: 'call', to: to('00442011') })).to.equal(null);
    at.ask(1, { type: 'hangup' });
    expect(at.ask(1, { type: 'call', to: to('00443011') })).to.equal('outsideHours');
  });

  /** Agent 1 calls the number and talks for so long. */
  function talk(at: CallScene, number: string, ms: number, agentId = 1): string | null {
    const refused = at.ask(agentId, { type: 'call', to: to(number) });
    if (refused) return refused;
    at.pickUp(agentId);
    at.pickUpNumber(number);
    at.wait(ms);
    at.ask(agentId, { type: 'hangup' });
    at.ask(agentId, { type: 'finish', dispositionId: null });
    at.ask(agentId, { type: 'ready' });
    return null;
  }

  it('stop when the money of the day is spent, by the longest prefix, and go on the next day', () => {
    const rates = [
      { prefix: '0044', centsPerMinute: 10 },
      { prefix: '+4420', centsPerMinute: 50 },
    ];
    const at = scene({ toll: { rates, spendPerDay: 1 } });
    at.ready(1, 2);
    expect(talk(at, '0612345678', 60 * minute)).to.equal(null);
    expect(talk(at, '00443011', minute)).to.equal(null);
    expect(talk(at, abroad, 1.8 * minute)).to.equal(null);
    // That is exactly one: 10 + 90 cents, by the second.
    expect(talk(at, '0612345678', minute)).to.equal('lineSpent');
    expect(talk(at, '0612345678', minute, 2)).to.equal('lineSpent');
    at.wait(24 * 60 * minute);
    expect(talk(at, abroad, minute)).to.equal(null);
  });

  it('count what the calls that are out have cost so far', () => {
    const at = scene({ toll: { minutesPerDay: 10 } });
    at.ready(1, 2);
    at.ask(1, { type: 'call', to: to('0612345678') });
    at.pickUp(1);
    // Ringing costs nothing.
    at.wait(0.5 * minute);
    at.pickUpNumber('0612345678');
    at.wait(9.9 * minute);
    at.restart();
    expect(at.ask(2, { type: 'call', to: to('0699999') })).to.equal(null);
    at.ask(2, { type: 'hangup' });
    at.wait(0.2 * minute);
    expect(at.ask(2, { type: 'call', to: to('0699999') })).to.equal('lineSpent');
  });

  it('limit the minutes of each agent', () => {
    const at = scene({ toll: { agentMinutesPerDay: 2 } });
    at.ready(1, 2);
    expect(talk(at, '0612345678', 2 * minute)).to.equal(null);
    expect(talk(at, '0612345678', minute)).to.equal('agentSpent');
    expect(talk(at, '0612345678', minute, 2)).to.equal(null);
  });

  it('limit how many numbers an agent has at once', () => {
    const at = talking({ toll: { agentCallsAtOnce: 1 } });
    expect(at.ask(1, { type: 'addParty', to: to('0611111') })).to.equal(null);
    at.pickUpNumber('0611111');
    expect(at.ask(1, { type: 'addParty', to: to('0622222') })).to.equal('tooManyAtOnce');
    at.hangUp(at.legOf('0611111') ?? '');
    expect(at.ask(1, { type: 'addParty', to: to('0622222') })).to.equal(null);
  });

  it('end a call that lasts too long, and none to the phone of an agent', () => {
    const at = scene({ toll: { longestMinutes: 5 }, outsidePhones: true, standingLeg: true });
    at.ready(1);
    at.wait(6 * minute);
    expect(at.world.sessions.get(1)?.standing?.up).to.equal(true);
    at.ask(1, { type: 'ready' });
    at.ask(1, { type: 'call', to: to('0612345678') });
    at.pickUpNumber('0612345678');
    at.wait(5 * minute - 1);
    expect(at.state(1)).to.equal('talking');
    at.wait(1);
    expect(at.state(1)).to.equal('wrapUp');
    expect(at.world.sessions.get(1)?.standing?.up).to.equal(true);
  });

  it('take an agent whose phone may not be called any more out of routing, and the customer waits on', () => {
    const at = scene({ toll: { calendarId: 1 }, outsidePhones: true });
    at.ready(1);
    // After 18:00.
    at.wait(9 * 60 * minute);
    at.call('800100');
    at.playedOut();
    at.wait(0);
    expect(at.state(1)).to.equal('pause');
    expect(at.contact()?.stage).to.equal('waiting');
    expect(refusals(at).map(({ code }) => code)).to.deep.equal(['outsideHours']);
    expect(at.ask(2, { type: 'login' })).to.equal('outsideHours');
  });
});

describe('calls that were forwarded', () => {
  const limit = { toll: { longestForwardedMinutes: 30 } };

  it('end after the longest time, when they were transferred', () => {
    const at = talking(limit);
    at.ask(1, { type: 'transfer', to: to('0611111') });
    at.pickUpNumber('0611111');
    at.wait(30 * minute - 1);
    expect(at.contact()?.stage).to.equal('forwarded');
    at.wait(1);
    expect(at.world.contacts.size).to.equal(0);
    expect(at.legs()).to.deep.equal([]);
  });

  it('end after the longest time, when the operator left them with the number', () => {
    const at = talking(limit);
    at.ask(1, { type: 'consult', to: to('0611111') });
    at.pickUpNumber('0611111');
    at.wait(10 * minute);
    at.ask(1, { type: 'complete' });
    at.restart();
    at.wait(30 * minute - 1);
    expect(at.world.contacts.size).to.equal(1);
    at.wait(1);
    expect(at.world.contacts.size).to.equal(0);
  });

  it('do not lead back to us, in whatever form the number is written', () => {
    for (const number of ['800100', '+39800100', '0039800100', '800200', '+39800200']) {
      const at = talking({});
      expect(at.ask(1, { type: 'transfer', to: to(number) }), number).to.equal('ownNumber');
    }
  });

  it('end a loop over a number outside that leads back to us', () => {
    const at = scene({ flowId: 2 });
    at.ready(2);
    at.ask(2, { type: 'pause', pauseId: 1 });
    for (let turn = 0; turn < 5; turn += 1) {
      const leg = at.call('800100');
      at.event({ type: 'digitReceived', node: 'n1', leg, digit: '1' });
    }
    expect(toLines(at)).to.equal(3);
    expect(refusals(at).map(({ code }) => code)).to.deep.equal(['forwardingLoop', 'forwardingLoop']);
  });
});
