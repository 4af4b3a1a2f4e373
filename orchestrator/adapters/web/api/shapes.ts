/** What the API answers with, as schemas for the document. `satisfies` keeps them the shapes of the ports. */
import { z } from 'zod';
import {
  collections,
  Id,
  Language,
  PhoneKind,
  type Collection,
  ScriptValue,
} from '../../../core/configuration/schemas.ts';
import type { CallDirectory } from '../../../core/calls/directory.ts';
import type { Outcome, TargetEnd } from '../../../core/facts.ts';
import type { AgentState } from '../../../core/agents/state.ts';
import { FlowKind } from '../../../../ivr-flows/document.ts';
import type { AgentView, ContactStage, LiveView } from '../../../core/views.ts';
import type {
  Account,
  AuditRow,
  ContactRow,
  ContactStep,
  Dependent,
  EarlierContact,
  Role,
} from '../../../runtime/ports/store.ts';
import { FlowProblemShape, WordsShape } from './flow-shapes.ts';
import type { BrowserPhone } from '../../../runtime/ports/telephony.ts';

/** Epoch milliseconds. */
const At = z.number().int();
const Ms = z.number();
const Count = z.number().int().min(0);
const Party = z.object({ number: z.string(), name: z.string() });
const Named = z.object({ id: Id, name: z.string() });

/** The keys of a record that the compiler checks for completeness. */
const keysOf = <K extends string>(members: Record<K, unknown>): [K, ...K[]] => {
  const keys = Object.keys(members) as K[];
  return keys as [K, ...K[]];
};
export const OutcomeShape = z.enum(
  keysOf<Outcome>({
    handled: true,
    abandoned: true,
    short: true,
    left: true,
    closed: true,
    unknownNumber: true,
    noAgents: true,
    overflow: true,
    served: true,
    noRoute: true,
    switchLost: true,
    unanswered: true,
    failed: true,
  }),
);
const State = z.enum(
  keysOf<AgentState>({
    loggedOut: true,
    ready: true,
    offered: true,
    talking: true,
    onHold: true,
    consulting: true,
    conference: true,
    wrapUp: true,
    pause: true,
    noAnswer: true,
    unreachable: true,
  }),
);
const Stage = z.enum(
  keysOf<ContactStage>({
    flow: true,
    waiting: true,
    callback: true,
    offered: true,
    talking: true,
    held: true,
    agentLost: true,
    dialling: true,
    forwarded: true,
  }),
);
const RoleShape = z.enum(keysOf<Role>({ operator: true, supervisor: true, administrator: true }));

/** id 0 = none. */
const NamedOrNone = z.object({ id: z.number().int().min(0), name: z.string() });
const ScriptViewShape = z.object({
  scriptId: Id,
  version: z.number().int(),
  name: z.string(),
  page: z.string(),
  values: z.record(z.string(), ScriptValue),
  sensitive: z.array(z.string()),
});
const AgentContactShape = z.object({
  contactId: z.string(),
  stage: z.enum(['offered', 'talking', 'held']),
  caller: Party,
  dialled: z.string(),
  service: NamedOrNone,
  campaign: NamedOrNone,
  autoAnswer: z.boolean(),
  arrivedAt: At,
  waitMs: Ms,
  offeredAt: At,
  connectedAt: At.nullable(),
  heldSince: At.nullable(),
  muted: z.boolean(),
  recording: z.object({
    state: z.enum(['off', 'on', 'paused']),
    onDemand: z.boolean(),
    byFlow: z.boolean(),
  }),
  note: z.string(),
  callData: z.record(z.string(), z.unknown()),
  script: ScriptViewShape.nullable(),
  dispositionId: Id.nullable(),
  dispositions: z.array(Named),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  role: z.enum(['lead', 'guest', 'caller']),
  customer: z.boolean(),
  dialling: z.boolean(),
  parties: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      number: z.string(),
      stage: z.enum(['leads', 'waiting', 'calling', 'aside', 'joined']),
      since: At,
      muted: z.boolean(),
      consult: z.boolean(),
    }),
  ),
  aside: z.boolean(),
  returned: z.boolean(),
});
const WrapUpShape = z.object({
  contactId: z.string(),
  caller: Party,
  service: Named,
  campaign: Named,
  startedAt: At,
  untilAt: At,
  maximumAt: At,
  minimumAt: At,
  dispositionRequired: z.boolean(),
  dispositionId: Id.nullable(),
  note: z.string(),
  callData: z.record(z.string(), z.unknown()),
  script: ScriptViewShape.nullable(),
  dispositions: z.array(Named),
  canTakeBack: z.boolean(),
});
export const CallDirectoryShape = z.object({
  agents: z.array(
    z.object({ id: Id, name: z.string(), extension: z.string(), state: State, callable: z.boolean() }),
  ),
  campaigns: z.array(Named.extend({ free: Count })),
  services: z.array(Named.extend({ extension: z.string() })),
  outbound: z.array(z.object({ serviceId: Id, name: z.string(), callerIds: z.array(z.string()) })),
  redial: z.array(z.string()),
}) satisfies z.ZodType<CallDirectory>;

export const AgentViewShape = z.object({
  agentId: Id,
  name: z.string(),
  extension: z.string(),
  state: State,
  since: At,
  pauseId: Id.nullable(),
  next: z.object({ state: z.enum(['ready', 'pause', 'loggedOut']), pauseId: Id.nullable() }).nullable(),
  phone: PhoneKind.nullable(),
  pageConnected: z.boolean(),
  phoneReachable: z.boolean(),
  standing: z.enum(['off', 'calling', 'up']),
  campaigns: z.array(Named.extend({ waiting: Count, longestWaitSince: At.nullable() })),
  contact: AgentContactShape.nullable(),
  wrapUp: WrapUpShape.nullable(),
  notReached: z
    .object({
      whom: Party,
      result: z.enum(
        keysOf<TargetEnd>({
          busy: true,
          noAnswer: true,
          rejected: true,
          failed: true,
          cancelled: true,
          left: true,
          ended: true,
        }),
      ),
      at: At,
    })
    .nullable(),
  away: z
    .object({
      since: At,
      until: At.nullable(),
      missing: z.enum(['page', 'phone']),
      lost: Party.nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<AgentView>;

const LiveAgentShape = z.object({
  id: Id,
  name: z.string(),
  extension: z.string(),
  state: State,
  since: At,
  pauseId: Id.nullable(),
  phone: PhoneKind.nullable(),
  reachable: z.boolean(),
  contactId: z.string().nullable(),
  caller: z.string().nullable(),
  serviceId: Id.nullable(),
  campaignIds: z.array(Id),
});
const LiveCampaignShape = Named.extend({
  waiting: Count,
  longestWaitSince: At.nullable(),
  loggedIn: Count,
  ready: Count,
  talking: Count,
  wrapUp: Count,
  pause: Count,
});
const LiveServiceShape = Named.extend({
  offered: Count,
  handled: Count,
  handledWithin: Count,
  abandoned: Count,
  short: Count,
  other: Count,
  waitMsHandled: Ms,
  longestWaitMs: Ms,
  talkMs: Ms,
  holdMs: Ms,
  wrapUpMs: Ms,
  serviceLevel: z.number().nullable(),
  active: Count,
  waiting: Count,
});
const LiveContactShape = z.object({
  id: z.string(),
  stage: Stage,
  caller: Party,
  dialled: z.string(),
  serviceId: Id.nullable(),
  campaignId: Id.nullable(),
  agentId: Id.nullable(),
  arrivedAt: At,
  stageSince: At,
  position: Count.nullable(),
  callback: z.object({ number: z.string(), attempts: Count, nextAt: At.nullable() }).nullable(),
});
const LiveSyntheticShape = Named.extend({
  kind: FlowKind,
  flowId: Id.nullable(),
  version: Count,
  limit: Count,
  stopped: z.boolean(),
  serving: Count,
  agents: z.array(
    z.object({
      contactId: z.string(),
      caller: Party,
      serviceId: Id,
      flowId: Id.nullable(),
      version: Count,
      block: z.string(),
      startedAt: At,
      blockSince: At,
    }),
  ),
  blocks: z.array(
    z.object({
      flowId: Id,
      version: Count,
      block: z.string(),
      contacts: Count,
      entered: Count,
      exits: z.record(z.string(), Count),
    }),
  ),
});
export const LiveViewShape = z.object({
  at: At,
  seq: Count,
  agents: z.array(LiveAgentShape),
  campaigns: z.array(LiveCampaignShape),
  services: z.array(LiveServiceShape),
  synthetic: z.array(LiveSyntheticShape),
  contacts: z.array(LiveContactShape),
  nodes: z.array(
    z.object({ node: z.string(), up: z.boolean(), version: z.string(), roundTripMs: z.number().optional() }),
  ),
  refusals: z.array(
    z.object({
      at: At,
      lineId: Id,
      line: z.string(),
      number: z.string(),
      agent: z.string(),
      code: z.string(),
      went: z.boolean(),
    }),
  ),
  server: z
    .object({ loopLagMs: Ms, journalOk: z.boolean(), unjournalled: Count, unprojected: Count })
    .optional(),
}) satisfies z.ZodType<LiveView>;

export const ContactShape = z.object({
  id: z.string(),
  media: z.string(),
  direction: z.string(),
  serviceId: Id.nullable(),
  campaignId: Id.nullable(),
  agentId: Id.nullable(),
  lineId: Id.nullable(),
  callerNumber: z.string(),
  callerName: z.string(),
  dialled: z.string(),
  arrivedAt: At,
  queuedAt: At.nullable(),
  connectedAt: At.nullable(),
  endedAt: At.nullable(),
  outcome: OutcomeShape.nullable(),
  endedBy: z.string().nullable(),
  waitMs: Ms,
  talkMs: Ms,
  holdMs: Ms,
  wrapUpMs: Ms,
  dispositionId: Id.nullable(),
  note: z.string(),
}) satisfies z.ZodType<ContactRow>;
export const EarlierContactShape = z.object({
  id: z.string(),
  direction: z.string(),
  arrivedAt: At,
  outcome: OutcomeShape,
  service: z.string(),
  agent: z.string(),
  disposition: z.string(),
  note: z.string(),
}) satisfies z.ZodType<EarlierContact>;
export const StepShape = z.object({
  seq: Count,
  index: Count,
  at: At,
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<ContactStep>;

export const AccountShape = z.object({
  id: Id,
  username: z.string(),
  role: RoleShape,
  agentId: Id.nullable(),
  language: Language.nullable(),
}) satisfies z.ZodType<Account>;
export const AuditShape = z.object({
  id: Id,
  at: At,
  by: z.string(),
  action: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<AuditRow>;
export const TokenShape = z.object({
  id: Id,
  name: z.string(),
  role: RoleShape,
  createdAt: At,
  lastUsedAt: At.nullable(),
});
export const DependentShape = z.object({
  collection: z.enum(keysOf<Collection>(collections)),
  id: Id,
  name: z.string(),
  path: z.string(),
}) satisfies z.ZodType<Dependent>;
export const BrowserPhoneShape = z.object({
  uri: z.string(),
  username: z.string(),
  secret: z.string(),
}) satisfies z.ZodType<BrowserPhone>;
export const ProblemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        path: z.string(),
        code: z.string(),
        message: z.string(),
        values: WordsShape.optional(),
      }),
    )
    .optional(),
  dependents: z.array(DependentShape).optional(),
  problems: z.array(FlowProblemShape).optional(),
  changed: z.object({ by: z.string(), at: At, revision: z.number().int() }).optional(),
});
