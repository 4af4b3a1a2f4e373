/** Synthetic campaigns as the live pages show them. Read only. */
import type { SyntheticCampaign } from '../configuration/schemas.ts';
import type { LiveBlock, LiveSynthetic } from '../views.ts';
import type { World } from '../world.ts';

/** Most contacts of one campaign that are shown. */
const MOST_AGENTS = 500;

export function liveSynthetic(world: World): LiveSynthetic[] {
  const views = new Map<number, LiveSynthetic>();
  const blocks = new Map<string, LiveBlock>();
  for (const campaign of world.configuration.campaigns.values())
    if (campaign.kind !== 'human') views.set(campaign.id, viewOf(world, campaign));
  for (const { id: contactId, flow, caller, serviceId } of world.contacts.values()) {
    const view = flow && views.get(flow.campaignId);
    if (!flow?.run || !view) continue;
    const { flowId, version, run, blockSince, campaignId } = flow;
    const { block, startedAt } = run;
    if (view.agents.length < MOST_AGENTS)
      view.agents.push({ contactId, caller, serviceId, flowId, version, block, startedAt, blockSince });
    if (flowId !== null) blockOf(view, blocks, campaignId, flowId, version, block).contacts += 1;
  }
  addToday(world, views, blocks);
  return [...views.values()];
}

function viewOf(world: World, campaign: SyntheticCampaign): LiveSynthetic {
  const { id, name, kind, syntheticAgents: limit, stopped } = campaign;
  const known = world.configuration.flowOf.get(id);
  const serving = world.serving.get(id) ?? 0;
  const flowId = known?.flowId ?? null;
  return {
    id,
    name,
    kind,
    flowId,
    version: known?.version ?? 0,
    limit,
    stopped,
    serving,
    agents: [],
    blocks: [],
  };
}

function blockOf(
  view: LiveSynthetic,
  blocks: Map<string, LiveBlock>,
  campaignId: number,
  flowId: number,
  version: number,
  block: string,
): LiveBlock {
  const key = `${campaignId}/${flowId}/${version}/${block}`;
  let found = blocks.get(key);
  if (!found) {
    found = { flowId, version, block, contacts: 0, entered: 0, exits: {} };
    blocks.set(key, found);
    view.blocks.push(found);
  }
  return found;
}

function addToday(world: World, views: Map<number, LiveSynthetic>, blocks: Map<string, LiveBlock>): void {
  for (const { campaignId, flowId, version, block, entered, exits } of world.day.blocks.values()) {
    const view = views.get(campaignId);
    if (view) Object.assign(blockOf(view, blocks, campaignId, flowId, version, block), { entered, exits });
  }
}
