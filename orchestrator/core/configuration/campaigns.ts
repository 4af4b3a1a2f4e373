/** Human and synthetic campaigns. */
import { z } from 'zod';
import { Member, routingSettings } from './routing.ts';
import { ScreenPop } from './screen-pop.ts';
import { Id, Language, Localized, Name, Seconds } from './values.ts';

const campaignCommon = {
  id: Id,
  name: Name,
  /** Operators may give contacts of every service to it; otherwise only those of services that lead to it. */
  global: z.boolean().default(false),
};

/** Which calls are recorded, how, and for how long they are kept. */
export const RecordingPolicy = z.object({
  when: z.enum(['never', 'always', 'onDemand', 'percentage']).default('never'),
  /** Of all calls, with `percentage`; which ones follows from the contact's id. */
  percentage: z.number().min(0).max(100).default(10),
  /** stereo: the customer left, what the customer hears right. */
  channels: z.enum(['stereo', 'mixed']).default('stereo'),
  /** When the operator answers, or already while the customer waits. */
  begins: z.enum(['answer', 'queue']).default('answer'),
  /** Then they are deleted; 0 = they are kept until somebody deletes them. */
  keepDays: z.number().int().min(0).max(3650).default(180),
});
export type RecordingPolicy = z.infer<typeof RecordingPolicy>;

export const HumanCampaign = z.object({
  ...campaignCommon,
  kind: z.literal('human'),
  /** Who works here. */
  members: z.array(Member).max(5000).default([]),
  ...routingSettings,
  ringSeconds: z.number().int().min(3).max(120).default(20),
  /** State of an agent that let an offer ring out: pause "no answer", or ready again. */
  afterNoAnswer: z.enum(['pause', 'ready']).default('pause'),
  /** The PhoneBar takes the call by itself (browser phones). */
  autoAnswer: z.boolean().default(false),
  wrapUp: z
    .object({ defaultSeconds: Seconds, minimumSeconds: Seconds, maximumSeconds: Seconds })
    .default({ defaultSeconds: 30, minimumSeconds: 0, maximumSeconds: 300 }),
  dispositionIds: z.array(Id).max(200).default([]),
  /** Wrap-up cannot be finished by hand without a disposition. */
  dispositionRequired: z.boolean().default(false),
  /** Queue campaign for contacts that find no free agent ("Accoda a"). */
  queueCampaignId: Id.nullable().default(null),
  /** The flow of the queue keeps contact and operator apart until it says so: to announce one to the other. */
  preventiveQueueing: z.boolean().default(false),
  /** Campaign for contacts that find no free agent and no queue, or nobody logged in ("Redirigi a"). */
  redirectCampaignId: Id.nullable().default(null),
  /** T of the service level. */
  serviceLevelSeconds: Seconds.default(20),
  /** A caller who leaves earlier counts as short, not as abandoned. */
  shortSeconds: Seconds.default(5),
  recording: RecordingPolicy.default({
    when: 'never',
    percentage: 10,
    channels: 'stereo',
    begins: 'answer',
    keepDays: 180,
  }),
  calendarId: Id.nullable().default(null),
  /** What its operators read and fill in, once it is published. */
  scriptId: Id.nullable().default(null),
  /** The PhoneBar shows contacts of the same number that came so many days ago at most; 0 = none. */
  historyDays: z.number().int().min(0).max(3650).default(90),
  /** Page of another application that the PhoneBar opens; null = that of the service, if it has one. */
  screenPop: ScreenPop.nullable().default(null),
});
export type HumanCampaign = z.infer<typeof HumanCampaign>;

/** Name of a voice of the speech synthesiser (espeak-ng: `it`, `en-gb`, `en+f3`). */
const Voice = z.string().regex(/^[A-Za-z0-9+_-]{1,40}$/, 'letters, digits, + - and _');

/** Of every synthetic campaign: its flow and its synthetic agents. */
const syntheticCommon = {
  ...campaignCommon,
  /** The flow that contacts run, when it is published; null = the simple form below. */
  flowId: Id.nullable().default(null),
  /** How many contacts are served at once; 0 = no limit. */
  syntheticAgents: z.number().int().min(0).max(10_000).default(0),
  /** Its synthetic agents take no new contacts; those at work finish. */
  stopped: z.boolean().default(false),
  /** Where contacts beyond that go, and all while it is stopped; null = busy and the end. */
  excessCampaignId: Id.nullable().default(null),
  /** Languages that are spoken here, the one for all others first. */
  languages: z.array(Language).min(1).default(['it', 'en']),
  voices: z.object({ it: Voice, en: Voice }).default({ it: 'it', en: 'en' }),
  /** Messages that its flow takes are deleted after so many days; 0 = they are kept until somebody deletes them. */
  keepVoicemailsDays: z.number().int().min(0).max(3650).default(0),
};

export const WelcomeCampaign = z.object({
  ...syntheticCommon,
  kind: z.literal('welcome'),
  /** Said first; empty = straight on. */
  message: Localized.default({ it: '', en: '' }),
  /** Where the contact goes then; null = it ends. */
  nextCampaignId: Id.nullable().default(null),
});
export type WelcomeCampaign = z.infer<typeof WelcomeCampaign>;

/** Asks, answers and sorts callers by a flow. */
export const IvrCampaign = z.object({
  ...syntheticCommon,
  kind: z.literal('ivr'),
  /** Where the contact goes when the flow leads nowhere, or there is none; null = it ends. */
  nextCampaignId: Id.nullable().default(null),
});
export type IvrCampaign = z.infer<typeof IvrCampaign>;

/** Takes messages by a flow. */
export const VoicemailCampaign = z.object({
  ...syntheticCommon,
  kind: z.literal('voicemail'),
  /** Where the contact goes when the flow leads nowhere, or there is none; null = it ends. */
  nextCampaignId: Id.nullable().default(null),
});
export type VoicemailCampaign = z.infer<typeof VoicemailCampaign>;

export const QueueCampaign = z.object({
  ...syntheticCommon,
  kind: z.literal('queue'),
  /** Music on hold class of Asterisk. */
  music: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,79}$/)
    .default('default'),
  announcePosition: z.boolean().default(true),
  announceEverySeconds: z.number().int().min(10).max(3600).default(60),
  /** Said between announcements of the position; empty = music only. */
  message: Localized.default({ it: '', en: '' }),
  /** Longest wait; 0 = no limit. */
  maximumWaitSeconds: Seconds.default(0),
  /** Where the contact goes after the longest wait, or when nobody is logged in; null = excuse and end. */
  overflowCampaignId: Id.nullable().default(null),
  /** Waiting goes on with nobody logged in; otherwise the contact overflows at once. */
  waitWithoutAgents: z.boolean().default(true),
});
export type QueueCampaign = z.infer<typeof QueueCampaign>;

/** Synthetic campaigns are those of any kind but human. */
export const Campaign = z.discriminatedUnion('kind', [
  HumanCampaign,
  WelcomeCampaign,
  IvrCampaign,
  QueueCampaign,
  VoicemailCampaign,
]);
export type Campaign = z.infer<typeof Campaign>;
export type SyntheticCampaign = Exclude<Campaign, HumanCampaign>;
