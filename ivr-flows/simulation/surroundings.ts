/** The world around a simulated call, as whoever plays sets it; it may change while the call goes on. */
import type { CallFacts, Environment } from '../environment.ts';

export interface Surroundings {
  /** IANA */
  timeZone: string;
  /** `waited` is counted by the simulation. */
  call: CallFacts;
  hours: Environment['hours'];
  agents: Environment['agents'];
  /** Null = the queue whose flow this is. */
  queueLength(campaignId: number | null): number;
  estimatedWaitMs(campaignId: number | null): number | null;
  /** The contact's place wherever it waits, from 1; null = behind those who wait there already. */
  position: number | null;
  callable: Environment['callable'];
  campaignId: Environment['campaignId'];
}

/** For whom the contact waits. `own`: it stood in its queue when its flow began. */
export type Waiting = 'own' | { campaignId: number } | { agentId: number };

/** `waiting` null = it waits for nobody; `waitedMs` since it waits, or since it came. */
export function environmentIn(
  surroundings: Surroundings,
  at: number,
  waiting: Waiting | null,
  waitedMs: number,
): Environment {
  const forAgent = waiting !== null && waiting !== 'own' && 'agentId' in waiting;
  const campaignId = waiting === null || waiting === 'own' || forAgent ? null : waiting.campaignId;
  const behind = () => (forAgent ? 1 : surroundings.queueLength(campaignId) + 1);
  return {
    ...surroundings,
    at,
    call: { ...surroundings.call, waited: Math.round(waitedMs / 1000) },
    position: () => (waiting === null ? 0 : (surroundings.position ?? behind())),
    // How long one agent alone will still talk nobody knows.
    waitMs: () => (waiting === null || forAgent ? null : surroundings.estimatedWaitMs(campaignId)),
  };
}
