/** System transfer properties, as expressions name them (CallFacts in ivr-flows/environment.ts). */
import type { CallFacts } from '../../ivr-flows/environment.ts';

export const callNames = [
  'caller',
  'callerName',
  'dialled',
  'service',
  'campaign',
  'language',
  'media',
  'waited',
  'priority',
  'id',
] as const satisfies readonly (keyof CallFacts)[];
