/** A contact centre in full work that can be pushed on one call at a time; what it does is timed. */
import type { AgentSession } from '../../../orchestrator/core/agents/session.ts';
import { firstIdle } from '../../../orchestrator/core/routing/idle.ts';
import { nextFor } from '../../../orchestrator/core/routing/waiting.ts';
import type { StepResult } from '../../../orchestrator/core/step.ts';
import { Stopwatch } from '../statistics.ts';
import { Agenda } from './agenda.ts';
import { type CentreSize, configurationOf, humanCampaignId, numberOf } from './centre.ts';
import { Driver, node } from './driver.ts';
import { bestOf, headsOf, scanAgents, scanContacts } from './naive.ts';
import { below, createRandom } from './random.ts';

/** The moments that are timed: whole steps, and the choice alone in three ways. */
export function createWatches() {
  const watch = () => new Stopwatch();
  return {
    /** An agent hangs up and is offered the next contact. */
    hangUp: watch(),
    /** An agent comes back from pause and is offered the next contact. */
    ready: watch(),
    /** A contact arrives while everybody talks, and is queued. */
    queued: watch(),
    /** A contact arrives while agents are idle, and is offered. */
    offered: watch(),
    /** An agent hangs up and nobody waits. */
    idle: watch(),
    /** A step of a waiting contact's skills expires. */
    step: watch(),
    contactChosen: watch(),
    contactScanned: watch(),
    contactHeads: watch(),
    agentChosen: watch(),
    agentScanned: watch(),
  };
}
export type Watches = ReturnType<typeof createWatches>;

export class FullCentre {
  readonly driver = new Driver();
  readonly #random = createRandom(1);
  readonly #size: CentreSize;
  /** Steps of skills that expire. */
  readonly #agenda = new Agenda();
  #calls = 0;
  #watches: Watches = createWatches();

  constructor(size: CentreSize) {
    this.#size = size;
    this.driver.begin(configurationOf(size, this.#random));
    this.driver.onStep = (_, { commands }) => {
      for (const command of commands)
        if (command.type === 'setTimer' && command.timerId.startsWith('step:'))
          this.#agenda.add(command.at, () => this.#expire(command.timerId, command.at));
    };
    for (let id = 1; id <= size.agents; id++) {
      this.driver.ask(id, { type: 'login' });
      this.driver.ask(id, { type: 'ready' });
    }
  }

  /** All agents talk, and `waiting` more contacts wait. */
  fill(waiting: number): void {
    for (let i = 0; i < this.#size.agents + waiting; i++) {
      this.#tick();
      this.#answer(this.#arrive());
    }
  }

  /** The first half of the agents talk, nobody waits. */
  halfFill(): void {
    this.fill(-Math.floor(this.#size.agents / 2));
  }

  /** Calls go on with full queues: every second agent takes a pause between two calls. */
  pushFull(calls: number, watches: Watches): void {
    this.#watches = watches;
    for (let i = 0; i < calls; i++) {
      this.#tick();
      const session = this.#talking();
      if (i % 2 === 0) this.#hangUpAndGoOn(session);
      else this.#pauseAndComeBack(session);
      watches.queued.time(() => this.#arrive());
    }
  }

  /** Calls go on with idle agents. */
  pushIdle(calls: number, watches: Watches): void {
    this.#watches = watches;
    for (let i = 0; i < calls; i++) {
      this.#tick();
      this.#hangUp(this.#talking(), watches.idle);
      this.#answer(watches.offered.time(() => this.#arrive()));
    }
  }

  /**
   * Decides `times` times which contact an agent would take, in each of the three ways. Apart from the
   * pushing: the scan runs through more memory than fits into the caches, and whatever follows it pays.
   */
  chooseContacts(times: number, watches: Watches): void {
    const { world } = this.driver;
    const sessions = Array.from({ length: times }, () => this.#talking());
    const scanned = sessions.map(session => watches.contactScanned.time(() => scanContacts(world, session)));
    const chosen = sessions.map(session =>
      watches.contactChosen.time(() => nextFor(world, session)?.contact),
    );
    for (const [i, session] of sessions.entries()) {
      const heads = headsOf(world, session);
      const best = watches.contactHeads.time(() => bestOf(heads));
      if (scanned[i] !== best || chosen[i] !== best) throw new Error('own choice, peer and floor differ');
    }
  }

  /** Decides `times` times which agent would get a contact. */
  chooseAgents(times: number, watches: Watches): void {
    const { world } = this.driver;
    const campaigns = Array.from({ length: times }, () => humanCampaignId(this.#someCampaign()));
    const scanned = campaigns.map(id => watches.agentScanned.time(() => scanAgents(world, id)));
    const chosen = campaigns.map(id => watches.agentChosen.time(() => firstIdle(world, id)));
    if (scanned.some((session, i) => session?.idleSince !== chosen[i]?.idleSince))
      throw new Error('own choice and peer differ');
  }

  #tick(): void {
    const until = this.driver.at + 1 + below(this.#random, 50);
    for (let next = this.#agenda.next(); next; next = this.#agenda.next()) {
      if (next.at > until) {
        this.#agenda.add(next.at, next.action);
        break;
      }
      this.driver.at = Math.max(this.driver.at, next.at);
      next.action();
    }
    this.driver.at = until;
  }

  #expire(timerId: string, dueAt: number): void {
    if (this.driver.world.timers.get(timerId) !== dueAt) return;
    const submit = () => this.driver.submit({ type: 'timerFired', timerId, dueAt });
    this.#answer(this.#watches.step.time(submit));
  }

  /** Some queues are much longer than others. */
  #someCampaign(): number {
    return Math.floor(this.#size.campaigns * this.#random() ** 2);
  }

  #arrive(index = this.#someCampaign()): StepResult {
    this.#calls += 1;
    return this.driver.submit({
      type: 'callArrived',
      node,
      leg: `1772442054.${this.#calls}`,
      lineId: null,
      dialled: numberOf(index),
      caller: { number: `06${this.#calls}`, name: '' },
    });
  }

  /** Whoever was offered a contact by the step answers. */
  #answer({ commands }: StepResult): void {
    for (const command of commands)
      if (command.type === 'originate') this.driver.submit({ type: 'legAnswered', node, leg: command.leg });
  }

  #talking(): AgentSession {
    const { sessions } = this.driver.world;
    for (let tries = 0; tries < 100_000; tries++) {
      const session = sessions.get(1 + below(this.#random, this.#size.agents));
      if (session?.state === 'talking') return session;
    }
    throw new Error('nobody talks');
  }

  #hangUp({ agentId }: AgentSession, watch: Stopwatch | null): StepResult {
    const ask = () => this.driver.ask(agentId, { type: 'hangup' });
    const result = watch ? watch.time(ask) : ask();
    for (const command of result.commands)
      if (command.type === 'hangup')
        this.driver.submit({ type: 'legEnded', node, leg: command.leg, cause: 16 });
    return result;
  }

  #hangUpAndGoOn(session: AgentSession): void {
    this.#answer(this.#hangUp(session, this.#watches.hangUp));
  }

  #pauseAndComeBack(session: AgentSession): void {
    const { agentId } = session;
    this.driver.ask(agentId, { type: 'pause', pauseId: 1 });
    this.#hangUp(session, null);
    this.#tick();
    this.#answer(this.#watches.ready.time(() => this.driver.ask(agentId, { type: 'ready' })));
  }
}
