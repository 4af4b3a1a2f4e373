/**
 * What supervisors configure, as zod schemas: one definition for the API, the forms, the OpenAPI
 * document and the core. Each subject has its file beside this one; here are the collections that they
 * make, and what one sends to write them. Words as in docs/words.md. No secret is ever part of these
 * objects: passwords and SIP secrets are written through `inputs` and kept apart by the store, so
 * neither the journal nor a page can show them.
 */
import { z } from 'zod';
import { Agent } from './agents.ts';
import {
  Campaign,
  HumanCampaign,
  IvrCampaign,
  QueueCampaign,
  VoicemailCampaign,
  WelcomeCampaign,
} from './campaigns.ts';
import { Connection, HttpConnection, MailConnection, SqlConnection } from './connections.ts';
import { CallFlow, Prompt } from './flows.ts';
import { Line } from './lines.ts';
import { Skill } from './routing.ts';
import { Script } from './scripts.ts';
import { Service } from './services.ts';
import { Calendar, Disposition, Pause } from './working-rules.ts';

export * from './agents.ts';
export * from './campaigns.ts';
export * from './connections.ts';
export * from './flows.ts';
export * from './lines.ts';
export * from './routing.ts';
export * from './scripts.ts';
export * from './services.ts';
export * from './toll.ts';
export * from './values.ts';
export * from './working-rules.ts';

/** Collections of the API in the order in which one may depend on the other. */
export const collections = {
  pauses: Pause,
  dispositions: Disposition,
  calendars: Calendar,
  lines: Line,
  skills: Skill,
  agents: Agent,
  prompts: Prompt,
  connections: Connection,
  flows: CallFlow,
  scripts: Script,
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
  skills: Skill.omit({ id: true }),
  agents: Agent.omit({ id: true }).extend({ password: Secret.optional(), sipSecret: Secret.optional() }),
  prompts: Prompt.omit({ id: true }),
  connections: z.discriminatedUnion('kind', [
    HttpConnection.omit({ id: true }).extend({ secret: ConnectionSecret }),
    SqlConnection.omit({ id: true }).extend({ secret: ConnectionSecret }),
    MailConnection.omit({ id: true }).extend({ secret: ConnectionSecret }),
  ]),
  flows: CallFlow.omit({ id: true, version: true, document: true }),
  scripts: Script.omit({ id: true, version: true, document: true }),
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
  skills: [],
  agents: ['password', 'sipSecret'],
  prompts: [],
  connections: ['secret'],
  flows: [],
  scripts: [],
  campaigns: [],
  services: [],
};
/** Members that only the server writes, by publishing: a replacement keeps them, and answers of the API leave the large ones out. */
export const serverFields: { readonly [C in Collection]: readonly string[] } = {
  pauses: [],
  dispositions: [],
  calendars: [],
  lines: [],
  skills: [],
  agents: [],
  prompts: [],
  connections: [],
  flows: ['version', 'document'],
  scripts: ['version', 'document'],
  campaigns: [],
  services: [],
};
