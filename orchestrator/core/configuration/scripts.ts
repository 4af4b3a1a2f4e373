/** Scripts of human campaigns: what operators read and fill in during a contact, page by page. */
import { z } from 'zod';
import { scriptFieldKinds } from './script-path.ts';
import { Id, Name } from './values.ts';

/** By which values, branches and applications name a page or a field. */
export const ScriptKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'letters, digits and _, a letter first');

export const ScriptField = z.object({
  /** Unique in the script; call data name its value `script_<name>`. */
  name: ScriptKey,
  kind: z.enum(scriptFieldKinds).default('text'),
  label: z.string().trim().min(1).max(200),
  help: z.string().max(500).default(''),
  required: z.boolean().default(false),
  /** Not in call data, logs and steps; shown to the operators of the contact and to `sensitiveReaders`. */
  sensitive: z.boolean().default(false),
  /** Of text and longText, in characters. */
  maximumLength: z.number().int().min(1).max(4000).default(200),
  /** Of number; null = no limit. */
  minimum: z.number().nullable().default(null),
  maximum: z.number().nullable().default(null),
  /** Of date (ISO 8601); null = no limit. */
  earliest: z.iso.date().nullable().default(null),
  latest: z.iso.date().nullable().default(null),
  /** Of choice and choices: what is chosen from, as it is shown and kept. */
  options: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
});
export type ScriptField = z.infer<typeof ScriptField>;

/** `next` = the page that follows, `end` = none, otherwise the name of a later page. */
const Goal = ScriptKey.default('next');

export const ScriptPage = z.object({
  name: ScriptKey,
  heading: z.string().trim().min(1).max(200),
  /** With the contact's data by name: see script-text.ts. */
  text: z.string().max(5000).default(''),
  fields: z.array(ScriptField).max(50).default([]),
  next: Goal,
  /** Another page follows for these values of a choice, or of yesNo (`yes`, `no`), on this page or before. */
  branch: z
    .object({
      field: ScriptKey,
      cases: z.array(z.object({ value: z.string().min(1).max(100), to: Goal })).max(50),
    })
    .nullable()
    .default(null),
});
export type ScriptPage = z.infer<typeof ScriptPage>;

const Pages = z.array(ScriptPage).max(30);

const settings = {
  /** With required fields empty, or others wrong: the operator is asked before wrap-up ends, or it does not end. */
  ending: z.enum(['warn', 'refuse']).default('warn'),
  /** Who may read values of sensitive fields afterwards. */
  sensitiveReaders: z.enum(['administrators', 'supervisors']).default('administrators'),
};

/** A version of a script: never changed. */
export const ScriptDocument = z.object({ ...settings, pages: Pages });
export type ScriptDocument = z.infer<typeof ScriptDocument>;

export const Script = z.object({
  id: Id,
  name: Name,
  description: z.string().max(2000).default(''),
  ...settings,
  /** The draft: contacts meet it once it is published. */
  pages: Pages.default([]),
  /** Number of the published version; 0 = never published. */
  version: z.number().int().min(0).default(0),
  /** The published version; null = never published. */
  document: ScriptDocument.nullable().default(null),
});
export type Script = z.infer<typeof Script>;

/** Of a field: text as typed, dates as ISO 8601, `yes` or `no`; a list for choices. '' and [] = empty. */
export const ScriptValue = z.union([z.string().max(4000), z.array(z.string().max(100)).max(50)]);
