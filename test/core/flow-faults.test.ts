/** A fault of a flow becomes a step of the contact: as data, and without digits that were asked for in secret. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { maskedFault } from '../../orchestrator/core/flows/digits.ts';
import { faultOf, faultWords, type Fault } from '../../ivr-flows/faults.ts';
import { flowOf, published, said } from '../support/flow-of.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

/** Faults of a call whose block asks for four digits and then fails on them. */
function faultsOf(secret: boolean): Fault[] {
  const configuration = sampleConfiguration();
  const document = flowOf(
    'ivr',
    'Code',
    [
      { id: 'start', type: 'start', exits: { next: 'code' } },
      {
        id: 'code',
        type: 'get-digits',
        parameters: { prompts: [said('Your code')], minimum: 4, maximum: 4, secret, saveTo: 'code' },
        exits: { next: 'use', invalid: 'away', timeout: 'away' },
      },
      { id: 'use', type: 'set-priority', parameters: { priority: '"n. " + code' }, exits: { next: 'away' } },
      { id: 'away', type: 'hang-up' },
    ],
    ['code'],
  );
  configuration.flows.push(published(9, document));
  for (const campaign of configuration.campaigns)
    if (campaign.id === 11 && 'flowId' in campaign) campaign.flowId = 9;
  const scene = new CallScene(configuration);
  const leg = scene.call('800100');
  for (const digit of '4711') scene.event({ type: 'digitReceived', node: 'n1', leg, digit });
  return scene.facts.flatMap(fact => (fact.type === 'blockFailed' ? [fact.fault] : []));
}

describe('faults of flows in the steps of a contact', () => {
  it('tell the value at which the flow stumbled', () => {
    expect(faultsOf(false).map(fault => faultWords(fault, 'it'))).to.deep.equal([
      'serve numero, trovato: testo "n. 4711"',
    ]);
  });

  it('show no digit of a flow that asks for secret digits', () => {
    expect(faultsOf(true).map(fault => faultWords(fault, 'en'))).to.deep.equal([
      'expected number, found text "n. ****"',
    ]);
  });

  it('show no number as long as that of a card, whatever the flow says', () => {
    const fault = faultOf('noNumber', { text: 'card 4111 1111 1111 1111, room 12' });
    expect(maskedFault(fault, false).values).to.deep.equal({
      text: `card ${'*'.repeat(19)}, room 12`,
    });
  });
});
