/** What the API takes and says of call flows. */
import { z } from 'zod';
import type { Problem } from '../../../../ivr-flows/block.ts';
import { Flow } from '../../../../ivr-flows/document.ts';
import { Language } from '../../../core/configuration/schemas.ts';
import type {
  FlowDraft,
  FlowSchedule,
  FlowStanding,
  FlowVersion,
  FlowVersionHead,
} from '../../../runtime/ports/flows.ts';

const At = z.number().int();
const authored = { at: At, by: z.string() };

/** The document is described by its own JSON Schema, which the OpenAPI document does not repeat. */
export const Document = Flow.meta({ type: 'object', description: 'a flow as ivr-flows/document.ts says' });
const Note = z.string().trim().max(1000).default('');
const Revision = z.number().int().min(1).meta({ description: 'of the draft that one has read' });

export const DraftInput = z.object({ revision: Revision, document: Document });
export const PublishInput = z.object({
  revision: Revision,
  note: Note,
  at: At.positive().optional().meta({ description: 'when it is to be published, epoch ms; absent = now' }),
});
export const RollbackInput = z.object({ version: z.number().int().min(1), note: Note });

export const DraftShape = z.object({
  revision: z.number().int(),
  document: Document,
  ...authored,
}) satisfies z.ZodType<FlowDraft>;

const headMembers = { number: z.number().int(), note: z.string(), ...authored };
export const VersionHeadShape = z.object(headMembers) satisfies z.ZodType<FlowVersionHead>;
export const VersionShape = z.object({ ...headMembers, document: Document }) satisfies z.ZodType<FlowVersion>;
export const ScheduleShape = z.object({
  note: z.string(),
  dueAt: At,
  problem: z.string().nullable(),
  ...authored,
}) satisfies z.ZodType<FlowSchedule>;
export const StandingShape = z.object({
  flowId: z.number().int(),
  draft: z.object({ revision: z.number().int(), ...authored }),
  draftDiffers: z.boolean(),
  published: VersionHeadShape.nullable(),
  schedule: ScheduleShape.nullable(),
}) satisfies z.ZodType<FlowStanding>;

/** What fills the gaps of a sentence, in both languages where it differs. */
export const WordsShape = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.object({ it: z.string(), en: z.string() })]),
);

export const FlowProblemShape = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  block: z.string().nullable(),
  exit: z.string().nullable(),
  parameter: z.string().nullable(),
  message: z.string(),
  values: WordsShape,
}) satisfies z.ZodType<Problem>;

export const CountsShape = z.object({
  version: z.number().int(),
  blocks: z.array(
    z.object({
      block: z.string(),
      contacts: z.number().int().meta({ description: 'that stand in it now' }),
      entered: z.number().int().meta({ description: 'today' }),
      exits: z.record(z.string(), z.number().int()).meta({ description: 'left by each exit today' }),
    }),
  ),
});

/** `References` of ivr-flows/block.ts with lists in place of maps; null = cannot be checked. */
const Named = z.array(z.object({ id: z.number().int(), name: z.string() })).nullable();
export const ReferencesShape = z.object({
  campaigns: Named,
  agents: Named,
  calendars: Named,
  lines: Named,
  skills: Named,
  prompts: z.array(z.object({ name: z.string(), languages: z.array(Language) })).nullable(),
  connections: z.array(z.object({ name: z.string(), kind: z.enum(['http', 'sql', 'mail']) })).nullable(),
});
