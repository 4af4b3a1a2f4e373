/** Who may do what: role x route x verb in one table. What is not here nobody may do (S10). */
import type { Role } from '../../../runtime/ports/store.ts';
import type { Verb } from './route.ts';

type Row = Partial<Record<Verb, readonly Role[] | 'public'>>;

const administrators: readonly Role[] = ['administrator'];
const supervisors: readonly Role[] = ['supervisor', 'administrator'];
const operators: readonly Role[] = ['operator'];
const everyone: readonly Role[] = ['operator', 'supervisor', 'administrator'];

const all = (who: readonly Role[]): Row => ({ get: who, post: who, put: who, patch: who, delete: who });

/** By the first segment of the path below /api/v1. */
const table: Readonly<Record<string, Row>> = {
  pauses: all(supervisors),
  dispositions: all(supervisors),
  calendars: all(supervisors),
  lines: all(supervisors),
  skills: all(supervisors),
  agents: all(supervisors),
  prompts: all(supervisors),
  connections: all(administrators),
  flows: all(supervisors),
  scripts: all(supervisors),
  'flow-references': { get: supervisors },
  'flow-templates': { get: supervisors },
  campaigns: all(supervisors),
  services: all(supervisors),
  contacts: { get: supervisors },
  callbacks: { get: supervisors, put: supervisors, post: supervisors },
  recordings: { get: supervisors, post: supervisors, delete: supervisors },
  'recording-access': { get: administrators, put: administrators },
  voicemails: { get: supervisors, put: supervisors, delete: supervisors },
  'voicemail-access': { get: administrators, put: administrators },
  live: { get: supervisors },
  messages: { get: supervisors, post: supervisors },
  accounts: all(administrators),
  tokens: all(administrators),
  audit: { get: administrators },
  'driver-origins': { get: administrators, put: administrators },
  'screen-pop-origins': { get: administrators, put: administrators },
  me: { get: everyone, put: everyone },
  phonebar: all(operators),
  'openapi.json': { get: 'public' },
};

/** The roles that may use a route; none when the table does not name it. */
export function accessTo(verb: Verb, path: string): readonly Role[] | 'public' {
  const segment = path.split('/')[1] ?? '';
  return (Object.hasOwn(table, segment) ? table[segment]?.[verb] : undefined) ?? [];
}
