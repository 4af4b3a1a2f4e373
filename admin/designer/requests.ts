/** What the page asks of the REST API about its flow. */
import type { Problem as FlowProblem, References } from '../../ivr-flows/block.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import type { Language } from '../../ivr-flows/values.ts';
import { send, type Problem, type Reply } from '../client/api.ts';
import type { Draft, SaveReply } from './saving.ts';

export interface VersionHead {
  number: number;
  note: string;
  at: number;
  by: string;
}
export interface Schedule {
  note: string;
  dueAt: number;
  problem: string | null;
  at: number;
  by: string;
}
export interface Standing {
  draftDiffers: boolean;
  published: VersionHead | null;
  schedule: Schedule | null;
}
/** Of the published version. */
export interface Counts {
  version: number;
  /** Blocks that nobody entered are absent. `contacts` stand in it now; the rest is of today. */
  blocks: { block: string; contacts: number; entered: number; exits: Record<string, number> }[];
}
/** A refusal of the API with what flows add to it. */
export interface FlowRefusal extends Problem {
  problems?: FlowProblem[];
  changed?: { by: string; at: number; revision: number };
}

type Named = { id: number; name: string }[] | null;
interface ReferenceLists {
  campaigns: Named;
  agents: Named;
  calendars: Named;
  lines: Named;
  skills: Named;
  prompts: { name: string; languages: Language[] }[] | null;
  connections: { name: string; kind: 'http' | 'sql' | 'mail' }[] | null;
}

export type Requests = ReturnType<typeof requestsFor>;

export function requestsFor(flowId: number) {
  const flow = `/flows/${flowId}`;
  return {
    draft: () => send<Draft>('GET', `${flow}/draft`),
    async save(revision: number, document: Flow): Promise<SaveReply> {
      const reply = await send<Draft>('PUT', `${flow}/draft`, { revision, document });
      if (reply.ok) return { ok: true, draft: reply.body };
      const refusal: FlowRefusal = reply.problem;
      if (refusal.status === 409 && refusal.changed) return { ok: false, conflict: refusal.changed };
      return { ok: false, conflict: null, why: refusal.status === 0 ? '' : refusal.detail };
    },
    publish: (revision: number, note: string, at: number | null) =>
      send<unknown>('POST', `${flow}/publish`, { revision, note, ...(at !== null && { at }) }),
    standing: () => send<Standing>('GET', `${flow}/standing`),
    counts: () => send<Counts>('GET', `${flow}/counts`),
    versions: () => send<{ items: VersionHead[] }>('GET', `${flow}/versions`),
    version: (number: number) => send<VersionHead & { document: Flow }>('GET', `${flow}/versions/${number}`),
    rollBack: (version: number, note: string) => send<unknown>('POST', `${flow}/rollback`, { version, note }),
    unplan: () => send<null>('DELETE', `${flow}/schedule`),
    async references(): Promise<Reply<References>> {
      const reply = await send<ReferenceLists>('GET', '/flow-references');
      return reply.ok ? { ok: true, body: asMaps(reply.body) } : reply;
    },
  };
}

function asMaps(lists: ReferenceLists): References {
  const named = (list: Named) => list && new Map(list.map(({ id, name }) => [id, name]));
  return {
    campaigns: named(lists.campaigns),
    agents: named(lists.agents),
    calendars: named(lists.calendars),
    lines: named(lists.lines),
    skills: named(lists.skills),
    prompts: lists.prompts && new Map(lists.prompts.map(({ name, languages }) => [name, languages])),
    connections: lists.connections && new Map(lists.connections.map(({ name, kind }) => [name, kind])),
  };
}
