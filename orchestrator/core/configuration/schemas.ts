/**
 * What supervisors configure, as zod schemas: one definition for the API, the forms, the OpenAPI
 * document and the core. Words as in docs/words.md. No secret is ever part of these objects: passwords
 * and SIP secrets are written through `*Input` schemas and kept apart by the store, so neither the
 * journal nor a page can show them.
 */
import { z } from 'zod';
import { type Flow, FlowKind } from '../../../ivr-flows/document.ts';

/** Key of a configuration object: a positive integer given by the database. */
export const Id = z.number().int().positive();

/** The languages of pages, prompts and messages. */
export const Language = z.enum(['it', 'en']);
export type Language = z.infer<typeof Language>;

/** A text that callers hear or people read, in each language; empty = silence. */
export const Localized = z.object({ it: z.string().max(2000), en: z.string().max(2000) });
export type Localized = z.infer<typeof Localized>;

const Name = z.string().trim().min(1).max(100);
const Seconds = z.number().int().min(0).max(86_400);
/** Digits as dialled, with an optional leading +. Anything else could become dialplan text (S4, S5). */
export const DialledNumber = z.string().regex(/^\+?[0-9*#]{1,24}$/, 'digits, *, # and a leading + only');
const Extension = z.string().regex(/^[0-9]{2,8}$/, '2 to 8 digits');

export const Pause = z.object({
  id: Id,
  name: Name,
  /** Paid pauses count as work in utilisation. */
  paid: z.boolean().default(true),
  /** Longest stay before supervisors are warned; null = no limit. */
  maximumSeconds: Seconds.nullable().default(null),
});
export type Pause = z.infer<typeof Pause>;

export const Disposition = z.object({
  id: Id,
  name: Name,
  positive: z.boolean().default(false),
  final: z.boolean().default(true),
  recall: z.boolean().default(false),
  doNotCall: z.boolean().default(false),
});
export type Disposition = z.infer<typeof Disposition>;

const Clock = z
  .string()
  .regex(/^([01][0-9]|2[0-4]):[0-5][0-9]$/, 'a time as HH:MM, 24:00 for the end of the day');

export const Calendar = z.object({
  id: Id,
  name: Name,
  /** IANA zone in which the hours are meant. */
  timeZone: z.string().default('Europe/Rome'),
  /** Opening periods; weekday 1 = Monday ... 7 = Sunday (ISO 8601). */
  hours: z
    .array(z.object({ weekday: z.number().int().min(1).max(7), from: Clock, to: Clock }))
    .max(100)
    .default([]),
  /** Days that are closed whatever the weekday. */
  holidays: z
    .array(z.object({ date: z.iso.date(), name: z.string().max(100) }))
    .max(1000)
    .default([]),
});
export type Calendar = z.infer<typeof Calendar>;

/** How calls travel between Asterisk and the provider. */
export const Line = z.object({
  id: Id,
  name: Name,
  /**
   * registration: we register at the provider; address: the provider is known by its addresses;
   * dialplan: calls go to and come from a context that the telephony engineers wrote.
   */
  kind: z.enum(['registration', 'address', 'dialplan']),
  /** Provider's host name or address (registration, address). */
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{0,255}$/)
    .default(''),
  port: z.number().int().min(1).max(65_535).default(5060),
  transport: z.enum(['udp', 'tcp']).default('udp'),
  username: z
    .string()
    .regex(/^[A-Za-z0-9_.+-]{0,64}$/)
    .default(''),
  /** Addresses or networks from which inbound calls of this line come (address); empty = the host. */
  addresses: z
    .array(z.string().regex(/^[0-9A-Fa-f.:/]{2,64}$/))
    .max(50)
    .default([]),
  /** Context that takes outbound calls (dialplan): dialled as Local/<number>@<context>. */
  context: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,79}$/)
    .default(''),
  direction: z.enum(['inbound', 'outbound', 'both']).default('both'),
  /** Most calls at once; 0 = no limit. */
  channels: z.number().int().min(0).max(10_000).default(0),
  /** Number presented on outbound calls; empty = the provider's default. */
  callerId: z.union([z.literal(''), DialledNumber]).default(''),
  codecs: z
    .array(z.enum(['opus', 'g722', 'alaw', 'ulaw']))
    .min(1)
    .default(['alaw', 'ulaw']),
  /** Prefix rules, tried in order, first match only: 0039... -> +39... */
  numberRules: z
    .array(
      z.object({
        direction: z.enum(['inbound', 'outbound']),
        prefix: z.string().regex(/^\+?[0-9*#]{0,24}$/),
        replaceWith: z.string().regex(/^\+?[0-9*#]{0,24}$/),
      }),
    )
    .max(50)
    .default([]),
  /** Extension of the telephony engineers' context `phones-emergency` that takes calls while #phones is away; empty = excuse and busy. */
  emergencyTarget: z.union([z.literal(''), DialledNumber]).default(''),
});
export type Line = z.infer<typeof Line>;

export const PhoneKind = z.enum(['browser', 'sip', 'outside']);
export type PhoneKind = z.infer<typeof PhoneKind>;

export const Agent = z.object({
  id: Id,
  name: Name,
  /** Sign-in name of the operator's account. */
  username: z.string().regex(/^[a-z0-9._-]{2,50}$/, '2 to 50 of a-z 0-9 . _ -'),
  /** The agent's own number inside the contact centre. */
  extension: Extension,
  /** Language of the operator's pages until another is chosen there; auto = as the browser asks. */
  language: z.enum(['auto', 'it', 'en']).default('auto'),
  /** Phone that a log in takes when it names none. */
  defaultPhone: PhoneKind.default('browser'),
  /** SIP phone `agent-<extension>`: registers with its secret, or stands at a fixed `sip:` address; null = has none. */
  sipPhone: z
    .object({
      address: z
        .union([z.literal(''), z.string().regex(/^sip:[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+(:[0-9]{1,5})?$/)])
        .default(''),
    })
    .nullable()
    .default(null),
  /**
   * Standing leg: one call to the agent's phone that stays up, silent, from log in to log out; contacts are
   * connected by a bridge change. null = as the kind of phone is best served (see core/agents/standing.ts).
   */
  standingLeg: z.boolean().nullable().default(null),
  /** A number outside, called over a line; null = has none. */
  outsidePhone: z.object({ number: DialledNumber, lineId: Id }).nullable().default(null),
});
export type Agent = z.infer<typeof Agent>;

export const Service = z.object({
  id: Id,
  name: Name,
  /** Where each contact of the service begins. */
  entryCampaignId: Id,
  /** Numbers (DID) that lead here, on whatever line; unique over all services. */
  numbers: z.array(DialledNumber).max(1000).default([]),
  virtualExtension: Extension.nullable().default(null),
  media: z.enum(['audio']).default('audio'),
  language: Language.default('it'),
  /** Higher goes first, over all services an agent serves. */
  priority: z.number().int().min(0).max(100).default(0),
  /** Opening hours; null = always open. */
  calendarId: Id.nullable().default(null),
  /** Said outside the opening hours, before `closedCampaignId` or the end. */
  closedMessage: Localized.default({ it: '', en: '' }),
  closedCampaignId: Id.nullable().default(null),
});
export type Service = z.infer<typeof Service>;

/** A prompt of the library. Its recordings, per language and in versions, stand beside it (runtime/ports/prompts.ts). */
export const Prompt = z.object({
  id: Id,
  /** By which flows name it. */
  name: Name,
  description: z.string().max(2000).default(''),
});
export type Prompt = z.infer<typeof Prompt>;

const Host = z.string().regex(/^[A-Za-z0-9.:_-]{1,255}$/, 'a host name or address');
const connectionCommon = {
  id: Id,
  /** By which flows name it. */
  name: Name,
  description: z.string().max(2000).default(''),
};

export const HttpConnection = z.object({
  ...connectionCommon,
  kind: z.literal('http'),
  /** Requests go below it: https://crm.example.com/api */
  baseUrl: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, 'http:// or https://, without ? # @')
    .max(500),
  /** How requests prove who sends them, with the secret of the connection. */
  auth: z.enum(['none', 'basic', 'bearer', 'header']).default('none'),
  /** basic: the user's name; header: the name of the header. */
  authName: z
    .string()
    .regex(/^[A-Za-z0-9._@+-]{0,100}$/, 'letters, digits and . _ @ + -')
    .default(''),
  /** Whether it may lead to this machine or a private network. */
  allowInternal: z.boolean().default(false),
  /** Longest answer that is read, kB. */
  maximumKilobytes: z.number().int().min(1).max(10_000).default(1000),
});

export const SqlConnection = z.object({
  ...connectionCommon,
  kind: z.literal('sql'),
  engine: z.enum(['mysql', 'sqlite']).default('mysql'),
  host: Host.or(z.literal('')).default(''),
  port: z.number().int().min(1).max(65_535).default(3306),
  username: z.string().max(100).default(''),
  /** mysql: the database; sqlite: the name of a file in the folder `databases` of the state folder. */
  database: z
    .string()
    .regex(/^(?!\.)[A-Za-z0-9._-]{1,64}$/, 'letters, digits and . _ -, not beginning with a dot'),
  /** Statements that change something are allowed. */
  writes: z.boolean().default(false),
});

export const MailConnection = z.object({
  ...connectionCommon,
  kind: z.literal('mail'),
  host: Host,
  port: z.number().int().min(1).max(65_535).default(587),
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: z.boolean().default(false),
  /** Empty = without signing in. */
  username: z.string().max(100).default(''),
  from: z.string().regex(/^[^\s@<>"]{1,64}@[A-Za-z0-9.-]{1,190}$/, 'an e-mail address'),
});

/** Services outside that flows use. Kept by administrators; the secret of each is only ever written. */
export const Connection = z.discriminatedUnion('kind', [HttpConnection, SqlConnection, MailConnection]);
export type Connection = z.infer<typeof Connection>;

/**
 * A call flow as contacts meet it. Drafts, older versions and what is planned stay in the database; the core
 * knows the published version alone.
 */
export const CallFlow = z.object({
  id: Id,
  name: Name,
  /** Type of the campaigns that may run it. */
  kind: FlowKind,
  description: z.string().max(2000).default(''),
  /** Number of the published version; 0 = never published. */
  version: z.number().int().min(0).default(0),
  /** The published version; null = never published. Was validated when it was published (ivr-flows/validate.ts). */
  document: z.custom<Flow>(isObject, 'must be a flow').meta({ type: 'object' }).nullable().default(null),
});
export type CallFlow = z.infer<typeof CallFlow>;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const campaignCommon = {
  id: Id,
  name: Name,
  /** Usable by every service. */ global: z.boolean().default(false),
};

export const HumanCampaign = z.object({
  ...campaignCommon,
  kind: z.literal('human'),
  strategy: z.enum(['longest-idle']).default('longest-idle'),
  /** Who works here; the lower the number, the earlier this campaign in the agent's own order. */
  members: z
    .array(z.object({ agentId: Id, priority: z.number().int().min(1).max(100).default(1) }))
    .max(5000)
    .default([]),
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
  calendarId: Id.nullable().default(null),
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
  /** Where contacts beyond that go; null = busy and the end. */
  excessCampaignId: Id.nullable().default(null),
  /** Languages that are spoken here, the one for all others first. */
  languages: z.array(Language).min(1).default(['it', 'en']),
  voices: z.object({ it: Voice, en: Voice }).default({ it: 'it', en: 'en' }),
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

/** Collections of the API in the order in which one may depend on the other. */
export const collections = {
  pauses: Pause,
  dispositions: Disposition,
  calendars: Calendar,
  lines: Line,
  agents: Agent,
  prompts: Prompt,
  connections: Connection,
  flows: CallFlow,
  campaigns: Campaign,
  services: Service,
} as const;
export type Collection = keyof typeof collections;
export type ConfigurationObject<C extends Collection> = z.infer<(typeof collections)[C]>;
export type AnyConfigurationObject = { [C in Collection]: ConfigurationObject<C> }[Collection];

/** All that the core needs of the configuration, without secrets. */
export type Configuration = { [C in Collection]: ConfigurationObject<C>[] };

/** One object written (`object`) or deleted (null). */
export type ConfigurationChange = {
  [C in Collection]: { collection: C; id: number; object: ConfigurationObject<C> | null };
}[Collection];

const Secret = z.string().min(8).max(100);
/** Password, token or value of a header, as the kind of connection wants it. */
const ConnectionSecret = z.string().max(1000).optional();

/**
 * What one sends to create or replace an object: without id, and with the secrets that are only ever
 * written (absent = unchanged, or made by the server where one is needed).
 */
export const inputs = {
  pauses: Pause.omit({ id: true }),
  dispositions: Disposition.omit({ id: true }),
  calendars: Calendar.omit({ id: true }),
  lines: Line.omit({ id: true }).extend({ password: z.string().max(100).optional() }),
  agents: Agent.omit({ id: true }).extend({ password: Secret.optional(), sipSecret: Secret.optional() }),
  prompts: Prompt.omit({ id: true }),
  connections: z.discriminatedUnion('kind', [
    HttpConnection.omit({ id: true }).extend({ secret: ConnectionSecret }),
    SqlConnection.omit({ id: true }).extend({ secret: ConnectionSecret }),
    MailConnection.omit({ id: true }).extend({ secret: ConnectionSecret }),
  ]),
  flows: CallFlow.omit({ id: true, version: true, document: true }),
  campaigns: z.discriminatedUnion('kind', [
    HumanCampaign.omit({ id: true }),
    WelcomeCampaign.omit({ id: true }),
    IvrCampaign.omit({ id: true }),
    QueueCampaign.omit({ id: true }),
    VoicemailCampaign.omit({ id: true }),
  ]),
  services: Service.omit({ id: true }),
} as const;
/** The members of an input that are secrets, by collection. */
export const secretFields: { readonly [C in Collection]: readonly string[] } = {
  pauses: [],
  dispositions: [],
  calendars: [],
  lines: ['password'],
  agents: ['password', 'sipSecret'],
  prompts: [],
  connections: ['secret'],
  flows: [],
  campaigns: [],
  services: [],
};
/** Members that only the server writes, by publishing: a replacement keeps them, and answers of the API leave the large ones out. */
export const serverFields: { readonly [C in Collection]: readonly string[] } = {
  pauses: [],
  dispositions: [],
  calendars: [],
  lines: [],
  agents: [],
  prompts: [],
  connections: [],
  flows: ['version', 'document'],
  campaigns: [],
  services: [],
};
