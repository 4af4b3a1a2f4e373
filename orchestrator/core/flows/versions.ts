/**
 * Which flow a synthetic campaign runs, and that contacts finish on the version on which they began: a document
 * that is replaced while contacts run it is kept in the world until the last of them is done.
 */
import { compile, type CompiledFlow } from '../../../ivr-flows/compile.ts';
import type { Flow } from '../../../ivr-flows/document.ts';
import type { Campaign, Configuration } from '../configuration/schemas.ts';
import type { World } from '../world.ts';
import { simpleFlow } from './simple-forms.ts';

export interface KnownFlow {
  /** Names this very document: see RunningFlow. */
  key: string;
  /** Null = the simple form of the campaign. */
  flowId: number | null;
  version: number;
  document: Flow;
}

export function indexFlows({ campaigns, flows }: Configuration): Map<number, KnownFlow> {
  const known = new Map<number, KnownFlow>();
  const published = new Map(flows.map(flow => [flow.id, flow]));
  for (const campaign of campaigns) {
    if (campaign.kind === 'human') continue;
    const flow = campaign.flowId === null ? undefined : published.get(campaign.flowId);
    const document = flow?.document;
    if (flow && document)
      known.set(campaign.id, {
        key: `f${flow.id}/${flow.version}`,
        flowId: flow.id,
        version: flow.version,
        document,
      });
    else withSimpleForm(campaign, known);
  }
  return known;
}

function withSimpleForm(campaign: Campaign, known: Map<number, KnownFlow>): void {
  const document = simpleFlow(campaign);
  if (!document) return;
  const key = `c${campaign.id}/${hash(JSON.stringify(document))}`;
  known.set(campaign.id, { key, flowId: null, version: 0, document });
}

/** FNV-1a, 32 bits: tells the forms of one campaign apart. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value.toString(36);
}

/** The document that a contact runs; null = it is lost (a snapshot without it). */
export function documentOf(world: World, flow: { key: string; campaignId: number }): Flow | null {
  const old = world.oldFlows.get(flow.key);
  if (old) return old;
  const now = world.configuration.flowOf.get(flow.campaignId);
  return now?.key === flow.key ? now.document : null;
}

/** Before the configuration changes: what contacts run and the new one does not have is kept. */
export function keepOldFlows(world: World, next: ReadonlyMap<number, KnownFlow>): void {
  for (const { flow } of world.contacts.values()) {
    if (!flow || world.oldFlows.has(flow.key) || next.get(flow.campaignId)?.key === flow.key) continue;
    const document = documentOf(world, flow);
    if (document) world.oldFlows.set(flow.key, document);
  }
}

/** A contact is done with a flow: an old one that nobody runs any more goes. */
export function forgetFlow(world: World, key: string): void {
  if (!world.oldFlows.has(key)) return;
  for (const { flow } of world.contacts.values()) if (flow?.key === key) return;
  world.oldFlows.delete(key);
}

/** Compiled documents; what is not used any more goes with its document. */
const compiled = new WeakMap<Flow, CompiledFlow>();

/** Throws FlowFault for a document that cannot run at all. */
export function compiledFlow(document: Flow): CompiledFlow {
  let flow = compiled.get(document);
  if (!flow) compiled.set(document, (flow = compile(document)));
  return flow;
}
