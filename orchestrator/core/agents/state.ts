/**
 * States of an agent (product words in the handbook):
 *
 *   loggedOut -> pause / ready
 *   ready -> offered -> talking <-> onHold, consulting, conference -> wrapUp -> ready | pause(next)
 *   offered -> noAnswer (rang out) | ready (rejected: pause after three) | ready (caller left)
 *   ready -> unreachable (page or phone gone for 4 s) -> ready (back)
 */
export type AgentState =
  | 'loggedOut'
  | 'ready'
  | 'offered'
  | 'talking'
  | 'onHold'
  | 'consulting'
  | 'conference'
  | 'wrapUp'
  | 'pause'
  | 'noAnswer'
  | 'unreachable';

const atWork: ReadonlySet<AgentState> = new Set([
  'ready',
  'offered',
  'talking',
  'onHold',
  'consulting',
  'conference',
  'wrapUp',
]);

/** It handles contacts or could take one: its campaigns' queues move by it. */
export function isAtWork(state: AgentState): boolean {
  return atWork.has(state);
}
