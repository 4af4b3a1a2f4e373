/**
 * A contact centre in simulated time: callers and agents made of chance, every decision by the real core.
 * One human campaign with a queue, unless a test prepares another; phones are answered the moment they ring, so an agent is busy for the
 * handle time and nothing else, as the formulas assume.
 */
import { isSwitchCommand, type Command } from '../../orchestrator/core/commands.ts';
import type { Configuration } from '../../orchestrator/core/configuration/schemas.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { Agenda } from '../bench/core/agenda.ts';
import { configurationOf, humanCampaignId, numberOf } from '../bench/core/centre.ts';
import { dayBegins, Driver, node } from '../bench/core/driver.ts';
import { createRandom } from '../bench/core/random.ts';

/** Chance in simulated time; `at` = ms since the beginning. */
export interface Chances {
  /** Until the next contact arrives, ms. */
  gapMs(random: () => number, at: number): number;
  /** `agentId`: who talks, agents being numbered from 1. */
  handleMs(random: () => number, at: number, agentId: number): number;
  /** How long a caller waits at most, ms; Infinity = for ever. */
  patienceMs(random: () => number, at: number): number;
  /** The number that is called; absent = that of the only service. */
  dialled?(random: () => number): string;
}

export interface Watcher {
  /** A contact begins to wait, at position `position` from 1. */
  queued?(contact: Contact, position: number): void;
  /** A contact was connected after so long a wait (0 = at once). */
  connected?(contactId: string, waitMs: number): void;
  /** A waiting caller lost patience. */
  left?(contactId: string, waitMs: number): void;
  /** An agent became free and nobody waited. */
  idle?(): void;
}

export class SimulatedCentre {
  readonly driver = new Driver();
  readonly campaignId = humanCampaignId(0);
  readonly #agenda = new Agenda();
  readonly #random: () => number;
  readonly #chances: Chances;
  readonly #watcher: Watcher;
  readonly #legs = new Set<string>();
  #calls = 0;

  /** `prepare` changes the configuration before anything happens. */
  constructor(
    agents: number,
    chances: Chances,
    watcher: Watcher,
    seed: number,
    prepare: (configuration: Configuration) => void = () => undefined,
  ) {
    this.#chances = chances;
    this.#watcher = watcher;
    this.#random = createRandom(seed);
    this.driver.onStep = (_, { commands, facts }) => {
      for (const command of commands) this.#carryOut(command);
      for (const fact of facts) this.#happened(fact);
    };
    const size = { agents, campaigns: 1, memberships: 1, wrapUpSeconds: 0, welcome: false };
    const configuration = configurationOf(size, this.#random);
    for (const campaign of configuration.campaigns)
      if (campaign.kind === 'queue')
        Object.assign(campaign, { announcePosition: false, announceEverySeconds: 3600 });
    prepare(configuration);
    this.driver.begin(configuration);
    for (let agentId = 1; agentId <= agents; agentId++) {
      this.driver.ask(agentId, { type: 'login' });
      this.driver.ask(agentId, { type: 'ready' });
    }
    this.#nextCall();
  }

  /** ms since the beginning. */
  get now(): number {
    return this.driver.at - dayBegins;
  }

  /** Runs until so many ms have passed since the beginning. */
  run(untilMs: number): void {
    for (let next = this.#agenda.next(); next; next = this.#agenda.next()) {
      if (next.at - dayBegins > untilMs) {
        this.#agenda.add(next.at, next.action);
        return;
      }
      this.driver.at = Math.max(this.driver.at, next.at);
      next.action();
    }
  }

  later(ms: number, action: () => void): void {
    this.#agenda.add(this.driver.at + ms, action);
  }

  #nextCall(): void {
    this.later(this.#chances.gapMs(this.#random, this.now), () => {
      this.#nextCall();
      this.#call();
    });
  }

  #call(): void {
    this.#calls += 1;
    const leg = `1772442054.${this.#calls}`;
    this.#legs.add(leg);
    const dialled = this.#chances.dialled?.(this.#random) ?? numberOf(0);
    const caller = { number: `06${5_550_000 + this.#calls}`, name: '' };
    this.driver.submit({ type: 'callArrived', node, leg, lineId: null, dialled, caller });
    const { contacts, lastContact, instance, epoch } = this.driver.world;
    const contact = contacts.get(`${instance}-${epoch}-${lastContact}`);
    if (contact?.stage !== 'waiting') return;
    const arrivedAt = this.driver.at;
    const position = this.driver.world.waiting.get(this.campaignId)?.length ?? 0;
    this.#watcher.queued?.(contact, position);
    const patienceMs = this.#chances.patienceMs(this.#random, this.now);
    if (patienceMs === Number.POSITIVE_INFINITY) return;
    this.later(patienceMs, () => {
      if (contact.talk || !contacts.has(contact.id)) return;
      this.#ended(leg);
      this.#watcher.left?.(contact.id, this.driver.at - arrivedAt);
    });
  }

  #ended(leg: string): void {
    if (this.#legs.delete(leg)) this.driver.submit({ type: 'legEnded', node, leg, cause: 16 });
  }

  #carryOut(command: Command): void {
    if (isSwitchCommand(command)) {
      if (command.type === 'originate') {
        const { leg } = command;
        this.#legs.add(leg);
        this.later(0, () => this.driver.submit({ type: 'legAnswered', node, leg }));
      } else if (command.type === 'hangup') this.later(0, () => this.#ended(command.leg));
    } else if (command.type === 'setTimer') {
      const { timerId, at } = command;
      this.#agenda.add(at, () => {
        if (this.driver.world.timers.get(timerId) === at)
          this.driver.submit({ type: 'timerFired', timerId, dueAt: at });
      });
    }
  }

  #happened(fact: Fact): void {
    if (fact.type === 'contactConnected') this.#talk(fact);
    else if (fact.type === 'agentStateChanged' && fact.to === 'ready') {
      const waiting = this.driver.world.waiting.get(this.campaignId)?.length ?? 0;
      if (waiting === 0) this.#watcher.idle?.();
    }
  }

  #talk({ contactId, waitMs, agentId }: Extract<Fact, { type: 'contactConnected' }>): void {
    this.#watcher.connected?.(contactId, waitMs);
    const leg = this.driver.world.contacts.get(contactId)?.callerLeg;
    if (leg) this.later(this.#chances.handleMs(this.#random, this.now, agentId), () => this.#ended(leg));
  }
}
