/** A world and what happens to it, for benchmarks that need no Asterisk. */
import type { AgentRequest } from '../../../orchestrator/core/agents/requests.ts';
import type { Configuration } from '../../../orchestrator/core/configuration/schemas.ts';
import type { Event } from '../../../orchestrator/core/events.ts';
import { step, type StepResult } from '../../../orchestrator/core/step.ts';
import { createWorld, type World } from '../../../orchestrator/core/world.ts';

export const node = 'n1';
/** 2026-03-02 00:00 UTC, a Monday. */
export const dayBegins = Date.UTC(2026, 2, 2);

export class Driver {
  readonly world: World = createWorld();
  at = dayBegins;
  /** Sees every event with what came of it. */
  onStep: (event: Event, result: StepResult) => void = () => undefined;

  constructor(at = dayBegins) {
    this.at = at;
  }

  /** Throws what a handler threw. */
  submit(event: Event): StepResult {
    const result = step(this.world, { seq: this.world.seq + 1, at: this.at, event });
    if (result.error) throw result.error;
    this.onStep(event, result);
    return result;
  }

  /** The process starts, Asterisk is there, and with it every agent's SIP phone. */
  begin(configuration: Configuration): void {
    this.submit({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
    this.submit({ type: 'configurationLoaded', configuration });
    this.submit({ type: 'nodeConnected', node, version: '22.10.1', bootId: 'b1' });
    const phonesOnline = configuration.agents.map(({ id }) => ({ agentId: id, kind: 'sip' as const }));
    this.submit({ type: 'nodeObserved', node, legs: [], channels: [], bridges: [], phonesOnline });
  }

  ask(agentId: number, request: AgentRequest): StepResult {
    return this.submit({ type: 'agentRequested', requestId: 'r', agentId, request, by: `agent${agentId}` });
  }
}
