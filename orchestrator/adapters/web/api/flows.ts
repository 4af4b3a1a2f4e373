/** Call flows beyond the collection: making, drafts, publishing, versions, and the names that they may refer to. */
import { z } from 'zod';
import type { References } from '../../../../ivr-flows/block.ts';
import { FlowKind, type Flow } from '../../../../ivr-flows/document.ts';
import { templates } from '../../../../ivr-flows/templates/index.ts';
import { Localized } from '../../../../ivr-flows/values.ts';
import { inputs } from '../../../core/configuration/schemas.ts';
import { NotFound } from '../../../runtime/errors.ts';
import type { LiveView } from '../../../core/views.ts';
import type { Stored } from '../../../runtime/ports/store.ts';
import { shownSchema, shown, applyStored } from './collections.ts';
import type { ApiContext } from './context.ts';
import {
  CountsShape,
  Document,
  DraftInput,
  DraftShape,
  FlowProblemShape,
  PublishInput,
  ReferencesShape,
  RollbackInput,
  ScheduleShape,
  StandingShape,
  VersionHeadShape,
  VersionShape,
} from './flow-shapes.ts';
import { ById, IdInPath } from './parameters.ts';
import { tagOf } from './revision.ts';
import { route, type Answer, type Route } from './route.ts';

const about = { tag: 'flows' };
const bodyLimit = '8mb';
const templateIds = templates.map(({ id }) => id);
const NewFlow = inputs.flows.extend({
  document: Document.optional(),
  template: z.enum(templateIds).optional(),
});
const Templates = z.object({
  items: z.array(z.object({ id: z.string(), title: Localized, kind: FlowKind })),
});

function templateOf(id: string | undefined): Flow | undefined {
  return templates.find(template => template.id === id)?.flow;
}

/** A flow that takes the call and ends it. */
function blank(flow: z.output<typeof inputs.flows>): Flow {
  const start = { id: 'start', type: 'start', label: '', parameters: {}, exits: {} };
  return {
    format: 1,
    ...flow,
    languages: ['it', 'en'],
    properties: [],
    blocks: [start],
    layout: { start: { x: 0, y: 0 } },
  };
}

export function flowRoutes(context: ApiContext): Route[] {
  const { store, flows: publisher } = context.deps;
  const flowAnswer = (flow: Stored<'flows'>, more: Answer = {}): Answer => ({
    ...more,
    body: shown('flows', flow),
    headers: { etag: tagOf(flow.revision), ...more.headers },
  });
  const Flows = shownSchema('flows');
  return [
    route({
      verb: 'post',
      path: '/flows',
      ...about,
      summary: 'Creates a flow with a draft: of `document`, of `template`, or with a start alone',
      body: NewFlow,
      bodyLimit,
      responses: { 201: { description: 'Created; its address is in Location', schema: Flows } },
      handle: async ({ body: { document, template, ...flow }, identity }) => {
        const draft = document ?? templateOf(template) ?? blank(flow);
        const created = await store.flows.create(flow, draft, identity.name);
        await applyStored(context, 'flows', created, identity.name);
        return flowAnswer(created, { status: 201, headers: { location: `/api/v1/flows/${created.id}` } });
      },
    }),
    route({
      verb: 'get',
      path: '/flows/{id}/draft',
      ...about,
      summary: 'The draft of a flow',
      params: ById,
      responses: { 200: { description: 'The draft', schema: DraftShape } },
      handle: async ({ params }) => ({ body: await store.flows.draft(params.id) }),
    }),
    route({
      verb: 'put',
      path: '/flows/{id}/draft',
      ...about,
      summary:
        'Saves the draft; 409 says who has changed it meanwhile. Name, description and kind stay the flow’s',
      params: ById,
      body: DraftInput,
      bodyLimit,
      responses: { 200: { description: 'The draft with its new revision', schema: DraftShape } },
      handle: async ({ params, body, identity }) => ({
        body: await store.flows.saveDraft(params.id, body.revision, body.document, identity.name),
      }),
    }),
    route({
      verb: 'post',
      path: '/flows/{id}/check',
      ...about,
      summary: 'Validates a document without saving it; absent = the draft',
      params: ById,
      body: z.object({ document: Document.optional() }),
      bodyLimit,
      responses: {
        200: { description: 'Errors and warnings', schema: z.object({ items: z.array(FlowProblemShape) }) },
      },
      handle: async ({ params, body }) => {
        const draft = await store.flows.draft(params.id);
        return { body: { items: await publisher.check(body.document ?? draft.document) } };
      },
    }),
    route({
      verb: 'post',
      path: '/flows/{id}/publish',
      ...about,
      summary: 'Publishes the draft, now or at a time; 422 lists every problem',
      params: ById,
      body: PublishInput,
      responses: {
        200: { description: 'Published: new contacts run it', schema: Flows },
        202: { description: 'Planned', schema: ScheduleShape },
      },
      handle: async ({ params: { id }, body: { revision, note, at }, identity }) =>
        at === undefined
          ? flowAnswer(await publisher.publish(id, revision, note, identity.name))
          : { status: 202, body: await publisher.plan(id, revision, note, at, identity.name) },
    }),
    route({
      verb: 'post',
      path: '/flows/{id}/rollback',
      ...about,
      summary: 'Publishes an earlier version again, as a new version',
      params: ById,
      body: RollbackInput,
      responses: { 200: { description: 'Published: new contacts run it', schema: Flows } },
      handle: async ({ params, body, identity }) =>
        flowAnswer(await publisher.rollBack(params.id, body.version, body.note, identity.name)),
    }),
    ...versionRoutes(context),
    route({
      verb: 'get',
      path: '/flow-templates',
      ...about,
      summary: 'Flows to begin with',
      responses: { 200: { description: 'The templates', schema: Templates } },
      handle: async () => ({
        body: { items: templates.map(({ id, title, flow }) => ({ id, title, kind: flow.kind })) },
      }),
    }),
    route({
      verb: 'get',
      path: '/flow-references',
      ...about,
      summary: 'Names that flows may refer to',
      responses: { 200: { description: 'The names', schema: ReferencesShape } },
      handle: async () => ({ body: asLists(await publisher.references()) }),
    }),
  ];
}

function versionRoutes(context: ApiContext): Route[] {
  const { store, engine, flows: publisher } = context.deps;
  return [
    route({
      verb: 'get',
      path: '/flows/{id}/standing',
      ...about,
      summary: 'Where a flow stands: draft, published version, planned publication',
      params: ById,
      responses: { 200: { description: 'The standing', schema: StandingShape } },
      handle: async ({ params }) => {
        const [standing] = await store.flows.standings([params.id]);
        if (!standing) throw new NotFound(`flows/${params.id}`);
        return { body: standing };
      },
    }),
    route({
      verb: 'get',
      path: '/flows/{id}/counts',
      ...about,
      summary: 'Contacts in each block of the published version: now, and today',
      params: ById,
      responses: {
        200: { description: 'The counts; blocks that nobody entered are absent', schema: CountsShape },
      },
      handle: async ({ params }) => {
        const flow = await store.configuration.get('flows', params.id);
        if (!flow) throw new NotFound(`flows/${params.id}`);
        return { body: countsOf(engine.liveView(), flow) };
      },
    }),
    route({
      verb: 'get',
      path: '/flows/{id}/versions',
      ...about,
      summary: 'Published versions, newest first',
      params: ById,
      responses: {
        200: { description: 'The versions', schema: z.object({ items: z.array(VersionHeadShape) }) },
      },
      handle: async ({ params }) => ({ body: { items: await store.flows.versions(params.id) } }),
    }),
    route({
      verb: 'get',
      path: '/flows/{id}/versions/{number}',
      ...about,
      summary: 'One version with its document',
      params: ById.extend({ number: IdInPath }),
      responses: { 200: { description: 'The version', schema: VersionShape } },
      handle: async ({ params: { id, number } }) => {
        const version = await store.flows.version(id, number);
        if (!version) throw new NotFound(`version ${number} of flows/${id}`);
        return { body: version };
      },
    }),
    route({
      verb: 'get',
      path: '/flows/{id}/schedule',
      ...about,
      summary: 'The planned publication; null = none',
      params: ById,
      responses: { 200: { description: 'What is planned', schema: ScheduleShape.nullable() } },
      handle: async ({ params }) => ({ body: await store.flows.scheduled(params.id) }),
    }),
    route({
      verb: 'delete',
      path: '/flows/{id}/schedule',
      ...about,
      summary: 'Takes the planned publication back',
      params: ById,
      responses: { 204: { description: 'Nothing is planned any more' } },
      handle: async ({ params, identity }) => {
        if (!(await publisher.unplan(params.id, identity.name)))
          throw new NotFound(`a planned publication of flows/${params.id}`);
        return { status: 204 };
      },
    }),
  ];
}

/** Of all campaigns that run the flow together. */
function countsOf(view: LiveView, { id, version }: Stored<'flows'>): z.output<typeof CountsShape> {
  const blocks = new Map<string, z.output<typeof CountsShape>['blocks'][number]>();
  for (const counted of view.synthetic.flatMap(campaign => campaign.blocks)) {
    if (counted.flowId !== id || counted.version !== version) continue;
    const { block } = counted;
    const sum = blocks.get(block) ?? { block, contacts: 0, entered: 0, exits: {} };
    sum.contacts += counted.contacts;
    sum.entered += counted.entered;
    for (const [exit, count] of Object.entries(counted.exits))
      sum.exits[exit] = (sum.exits[exit] ?? 0) + count;
    blocks.set(block, sum);
  }
  return { version, blocks: [...blocks.values()] };
}

function asLists(references: References): z.output<typeof ReferencesShape> {
  const named = (map: ReadonlyMap<number, string> | null) =>
    map && [...map].map(([id, name]) => ({ id, name }));
  const { prompts, connections } = references;
  return {
    campaigns: named(references.campaigns),
    agents: named(references.agents),
    calendars: named(references.calendars),
    lines: named(references.lines),
    skills: named(references.skills),
    prompts: prompts && [...prompts].map(([name, languages]) => ({ name, languages: [...languages] })),
    connections: connections && [...connections].map(([name, kind]) => ({ name, kind })),
  };
}
