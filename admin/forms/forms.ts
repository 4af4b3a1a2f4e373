/**
 * The form of each collection, those of campaigns and connections by their kind. A new field = one line in
 * the file of its subject, and its words in the locales.
 */
import type { Collection } from '../../orchestrator/core/configuration/schemas.ts';
import { agents } from './agents.ts';
import type { Form } from './fields.ts';
import { flows, prompts } from './flows.ts';
import { lines } from './lines.ts';
import { services } from './services.ts';
import { calendars, dispositions, pauses, skills } from './working-rules.ts';

export { campaignForms, campaignKinds } from './campaigns.ts';
export { connectionForms, connectionKinds } from './connections.ts';
export { flowKinds } from './flows.ts';

/** Scripts have a page of their own. */
export type FormCollection = Exclude<Collection, 'scripts'>;

/** The form of each collection but those that have one per kind. */
export const forms: { readonly [C in Exclude<FormCollection, 'campaigns' | 'connections'>]: Form } = {
  pauses,
  dispositions,
  calendars,
  lines,
  skills,
  agents,
  prompts,
  flows,
  services,
};
