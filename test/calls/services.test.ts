/** Consults and transfers to a service: by its hours and flows, as a caller would go. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  Calendar,
  WelcomeCampaign,
  type Configuration,
} from '../../orchestrator/core/configuration/schemas.ts';
import { published } from '../support/flow-of.ts';
import { queueingFlow } from '../support/sample-flows.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

/** Agent 1 talks to a customer of service 1; service 2 leads to campaign 14, where agent 3 works. */
function talking(change: (configuration: Configuration) => void = () => undefined): CallScene {
  const configuration = sampleConfiguration();
  configuration.calendars.push(Calendar.parse({ id: 2, name: 'Never' }));
  change(configuration);
  const scene = new CallScene(configuration);
  scene.ready(1, 3);
  scene.call('800100');
  scene.playedOut();
  scene.pickUp(1);
  expect(scene.state(1)).to.equal('talking');
  return scene;
}
const help = { kind: 'service', serviceId: 2 } as const;
const set = (
  configuration: Configuration,
  collection: 'services' | 'campaigns',
  id: number,
  members: object,
): void => {
  const objects: { id: number }[] = configuration[collection];
  for (const object of objects) if (object.id === id) Object.assign(object, members);
};

describe('the consult of a service', () => {
  it('reaches an agent of the campaign to which it leads', () => {
    const scene = talking();
    expect(scene.ask(1, { type: 'consult', to: help })).to.equal(null);
    scene.pickUp(3);
    expect(scene.state(3)).to.equal('consulting');
  });

  it('is refused while the service is closed, and goes to its campaign for closed hours if it has one', () => {
    const closed = talking(all => set(all, 'services', 2, { calendarId: 2 }));
    expect(closed.ask(1, { type: 'consult', to: help })).to.equal('serviceClosed');
    expect(closed.state(1)).to.equal('talking');
    const away = talking(all =>
      set(all, 'services', 2, { calendarId: 2, closedCampaignId: 14, entryCampaignId: 11 }),
    );
    expect(away.ask(1, { type: 'consult', to: help })).to.equal(null);
    expect(away.contact()?.targets[0]).to.include({ campaignId: 14, serviceId: 2 });
  });

  it('is refused while its campaign is closed, or goes where that sends its contacts then', () => {
    const closed = talking(all => set(all, 'campaigns', 14, { calendarId: 2 }));
    expect(closed.ask(1, { type: 'consult', to: help })).to.equal('serviceClosed');
    const away = talking(all => set(all, 'campaigns', 14, { calendarId: 2, redirectCampaignId: 12 }));
    expect(away.ask(1, { type: 'consult', to: help })).to.equal(null);
    expect(away.contact()?.targets[0]?.campaignId).to.equal(12);
  });

  it('follows the flow of the service', () => {
    const scene = talking(all => {
      const blocks = queueingFlow.blocks.map(block =>
        block.type === 'queue' ? { ...block, parameters: { ...block.parameters, campaignId: 14 } } : block,
      );
      all.flows.push(published(9, { ...queueingFlow, blocks }));
      all.campaigns.push(
        WelcomeCampaign.parse({
          id: 15,
          name: 'Help, by flow',
          kind: 'welcome',
          flowId: 9,
          nextCampaignId: 12,
        }),
      );
      set(all, 'services', 2, { entryCampaignId: 15 });
    });
    expect(scene.ask(1, { type: 'consult', to: help })).to.equal(null);
    expect(scene.contact()?.targets[0]?.campaignId).to.equal(14);
  });
});

describe('a customer', () => {
  it('goes through the entry of the service when the consult is completed before anybody answered', () => {
    const scene = talking(all => set(all, 'services', 2, { entryCampaignId: 11 }));
    scene.ask(3, { type: 'pause', pauseId: 1 });
    expect(scene.ask(1, { type: 'consult', to: help })).to.equal(null);
    expect(scene.contact()?.targets[0]?.stage).to.equal('waiting');
    const before = scene.facts.length;
    expect(scene.ask(1, { type: 'complete' })).to.equal(null);
    const after = scene.facts.slice(before);
    expect(after.find(({ type }) => type === 'contactTransferred')).to.include({ toServiceId: 2 });
    expect(after.find(({ type }) => type === 'campaignEntered')).to.include({ campaignId: 11 });
    expect(scene.world.asked).to.deep.equal([]);
  });

  it('who is transferred to a closed service hears what callers hear then', () => {
    const message = { it: 'Siamo chiusi', en: 'We are closed' };
    const scene = talking(all => set(all, 'services', 2, { calendarId: 2, closedMessage: message }));
    expect(scene.ask(1, { type: 'transfer', to: help })).to.equal(null);
    expect(scene.commands.findLast(({ type }) => type === 'play')).to.deep.include({
      media: [{ text: message }],
    });
    scene.playedOut();
    expect(scene.world.contacts.size).to.equal(0);
  });
});
