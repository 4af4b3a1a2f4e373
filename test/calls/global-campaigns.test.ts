/** Operators give contacts to campaigns of the contact's service, and to global ones. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { callDirectory } from '../../orchestrator/core/calls/directory.ts';
import { campaignsOfServices } from '../../orchestrator/core/configuration/containers.ts';
import { indexConfiguration } from '../../orchestrator/core/configuration/lookup.ts';
import { published } from '../support/flow-of.ts';
import { queueingFlow } from '../support/sample-flows.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

/** Agent 1 talks to a customer of service 1, which does not lead to campaign 14. */
function talking(global: boolean): CallScene {
  const configuration = sampleConfiguration();
  for (const campaign of configuration.campaigns) if (campaign.id === 14) campaign.global = global;
  const scene = new CallScene(configuration);
  scene.ready(1, 3);
  scene.call('800100');
  scene.playedOut();
  scene.pickUp(1);
  return scene;
}
const helpDesk = { kind: 'campaign', campaignId: 14 } as const;
const shown = (scene: CallScene): number[] => callDirectory(scene.world, 1).campaigns.map(({ id }) => id);

describe('a campaign that is not global', () => {
  it('takes no contact of another service, by transfer or consult', () => {
    const scene = talking(false);
    expect(scene.ask(1, { type: 'transfer', to: helpDesk })).to.equal('notOfService');
    expect(scene.ask(1, { type: 'consult', to: helpDesk })).to.equal('notOfService');
    expect(shown(scene)).to.deep.equal([12]);
    expect(scene.state(1)).to.equal('talking');
  });

  it('takes those of its own service', () => {
    const scene = talking(false);
    expect(scene.ask(1, { type: 'transfer', to: { kind: 'campaign', campaignId: 12 } })).to.equal(null);
  });
});

describe('a global campaign', () => {
  it('takes contacts of every service', () => {
    const transferred = talking(true);
    expect(shown(transferred)).to.have.members([12, 14]);
    expect(transferred.ask(1, { type: 'transfer', to: helpDesk })).to.equal(null);
    expect(talking(true).ask(1, { type: 'consult', to: helpDesk })).to.equal(null);
  });
});

describe('the campaigns that a service contains', () => {
  it('are those to which its entry, links and flows lead', () => {
    const configuration = sampleConfiguration();
    const blocks = queueingFlow.blocks.map(block =>
      block.type === 'queue' ? { ...block, parameters: { ...block.parameters, campaignId: 14 } } : block,
    );
    configuration.flows = [published(2, { ...queueingFlow, blocks })];
    for (const campaign of configuration.campaigns)
      if (campaign.kind === 'welcome') Object.assign(campaign, { flowId: 2, nextCampaignId: null });
    const { campaigns, flowOf } = indexConfiguration(configuration);
    const [first, second] = configuration.services;
    if (!first || !second) throw new Error('two services');
    first.outboundCampaignId = null;
    const contained = campaignsOfServices([first, second], campaigns, flowOf);
    expect([...(contained.get(1) ?? [])]).to.have.members([11, 14]);
    expect([...(contained.get(2) ?? [])]).to.deep.equal([14]);
  });
});
