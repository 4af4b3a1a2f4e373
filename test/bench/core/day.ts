/**
 * A day of a contact centre, made up and driven through the core as Asterisk, callers and agents would:
 * prompts end, phones ring and are answered or not, callers lose patience, agents finish their wrap-up,
 * pause and come back. Every event is kept with its facts, as the journal keeps it.
 */
import type { Command, SwitchCommand } from '../../../orchestrator/core/commands.ts';
import { isSwitchCommand } from '../../../orchestrator/core/commands.ts';
import type { Event } from '../../../orchestrator/core/events.ts';
import type { Fact } from '../../../orchestrator/core/facts.ts';
import type { Entry } from '../../../orchestrator/runtime/ports/journal.ts';
import { Agenda } from './agenda.ts';
import { type CentreSize, configurationOf, numberOf } from './centre.ts';
import { dayBegins, Driver, node } from './driver.ts';
import { below, createRandom, exponential } from './random.ts';

export interface DaySize extends CentreSize {
  calls: number;
}

export interface Day {
  entries: Entry[];
  /** What the core wanted done, by type. */
  commands: Map<Command['type'], number>;
}

const opensAt = dayBegins + 8 * 3_600_000;
const openMs = 10 * 3_600_000;
const mean = { talkMs: 180_000, patienceMs: 90_000, wrapUpMs: 15_000, pauseMs: 300_000 };
/** How often, of 1. */
const share = { rungOut: 0.03, held: 0.1, pause: 0.05, callerHangsUp: 0.5, note: 0.3 };

export function makeUpDay(size: DaySize): Day {
  return new DayInTheMaking(size).run();
}

class DayInTheMaking {
  readonly #size: DaySize;
  readonly #driver = new Driver(opensAt - 600_000);
  readonly #agenda = new Agenda();
  readonly #random = createRandom(2);
  readonly #day: Day = { entries: [], commands: new Map() };
  /** Channels that stand in Asterisk, and prompts that play with the leg that hears them. */
  readonly #legs = new Set<string>();
  readonly #playing = new Map<string, string>();
  #calls = 0;

  constructor(size: DaySize) {
    this.#size = size;
    this.#driver.onStep = (event, { commands, facts }) => {
      const { at, world } = this.#driver;
      this.#day.entries.push({ seq: world.seq, at, event, facts });
      for (const command of commands) this.#carryOut(command);
      for (const fact of facts) this.#happened(fact);
    };
  }

  run(): Day {
    this.#driver.begin(configurationOf(this.#size, this.#random));
    for (let agentId = 1; agentId <= this.#size.agents; agentId++) {
      const at = opensAt - this.#chance(300_000);
      this.#agenda.add(at, () => this.#ask(agentId, { type: 'login' }));
      this.#agenda.add(at + 2000, () => this.#ask(agentId, { type: 'ready' }));
    }
    // More calls at noon than in the morning and in the evening.
    for (let i = 0; i < this.#size.calls; i++)
      this.#agenda.add(opensAt + (openMs * (this.#random() + this.#random())) / 2, () => this.#call());
    for (let next = this.#agenda.next(); next; next = this.#agenda.next()) {
      this.#driver.at = Math.max(this.#driver.at, next.at);
      next.action();
    }
    return this.#day;
  }

  #chance(ms: number): number {
    return below(this.#random, ms);
  }

  #later(ms: number, action: () => void): void {
    this.#agenda.add(this.#driver.at + ms, action);
  }

  #submit(event: Event): void {
    this.#driver.submit(event);
  }

  #ask(agentId: number, request: Parameters<Driver['ask']>[1]): void {
    this.#driver.ask(agentId, request);
  }

  #call(): void {
    this.#calls += 1;
    const leg = `1772442054.${this.#calls}`;
    this.#legs.add(leg);
    const dialled = numberOf(Math.floor(this.#size.campaigns * this.#random() ** 2));
    const caller = { number: `06${5_550_000 + this.#calls}`, name: '' };
    this.#submit({ type: 'callArrived', node, leg, lineId: null, dialled, caller });
    const { id } = [...this.#driver.world.contacts.values()].at(-1) ?? {};
    this.#later(8_000 + exponential(this.#random, mean.patienceMs), () => {
      const contact = this.#driver.world.contacts.get(id ?? '');
      if (contact && !contact.talk) this.#ended(leg, 16);
    });
  }

  /** A leg is gone in Asterisk, and with it what plays there. */
  #ended(leg: string, cause: number): void {
    if (!this.#legs.delete(leg)) return;
    for (const [playback, hearer] of this.#playing) if (hearer === leg) this.#played(playback, true);
    this.#submit({ type: 'legEnded', node, leg, cause });
  }

  #played(playback: string, failed: boolean): void {
    if (this.#playing.delete(playback)) this.#submit({ type: 'playbackFinished', node, playback, failed });
  }

  /** What Asterisk, or the runtime, does with a command. */
  #carryOut(command: Command): void {
    const { commands } = this.#day;
    commands.set(command.type, (commands.get(command.type) ?? 0) + 1);
    if (isSwitchCommand(command)) this.#inAsterisk(command);
    else if (command.type === 'setTimer') {
      const { timerId, at } = command;
      this.#agenda.add(at, () => {
        if (this.#driver.world.timers.get(timerId) === at)
          this.#submit({ type: 'timerFired', timerId, dueAt: at });
      });
    }
  }

  #inAsterisk(command: SwitchCommand): void {
    switch (command.type) {
      case 'originate':
        return this.#rings(command.leg);
      case 'hangup':
        return this.#later(10, () => this.#ended(command.leg, 16));
      case 'play':
        this.#playing.set(command.playback, command.leg);
        return this.#later(3_000 + this.#chance(3_000), () => this.#played(command.playback, false));
      case 'stopPlayback':
        return this.#later(5, () => this.#played(command.playback, false));
      default:
        return;
    }
  }

  #rings(leg: string): void {
    this.#legs.add(leg);
    const whileItStands = (ms: number, type: 'legRinging' | 'legAnswered') =>
      this.#later(ms, () => {
        if (this.#legs.has(leg)) this.#submit({ type, node, leg });
      });
    whileItStands(80, 'legRinging');
    if (this.#random() >= share.rungOut) whileItStands(1_500 + this.#chance(4_000), 'legAnswered');
  }

  /** What people do when something has happened. */
  #happened(fact: Fact): void {
    switch (fact.type) {
      case 'contactConnected':
        return this.#talk(fact.contactId, fact.agentId);
      case 'wrapUpStarted':
        return this.#wrapUp(fact.agentId, fact.contactId);
      case 'agentStateChanged':
        if (fact.to === 'noAnswer' || fact.to === 'pause')
          this.#later(exponential(this.#random, mean.pauseMs), () => this.#comeBack(fact.agentId));
        return;
      default:
        return;
    }
  }

  #talk(contactId: string, agentId: number): void {
    const talkMs = 5_000 + exponential(this.#random, mean.talkMs);
    const during = (ms: number, action: (callerLeg: string) => void) =>
      this.#later(ms, () => {
        const contact = this.#driver.world.contacts.get(contactId);
        if (contact?.talk?.agentId === agentId) action(contact.callerLeg);
      });
    if (this.#random() < share.held) {
      during(talkMs / 3, () => this.#ask(agentId, { type: 'hold' }));
      during(talkMs / 2, () => this.#ask(agentId, { type: 'retrieve' }));
    }
    if (this.#random() < share.note)
      during(talkMs * 0.9, () => this.#ask(agentId, { type: 'note', note: 'Asks for the price of ten.' }));
    if (this.#random() < share.callerHangsUp) during(talkMs, leg => this.#ended(leg, 16));
    else during(talkMs, () => this.#ask(agentId, { type: 'hangup' }));
  }

  #wrapUp(agentId: number, contactId: string): void {
    const stillThere = () => this.#driver.world.sessions.get(agentId)?.wrapUp?.contactId === contactId;
    if (this.#random() < share.pause)
      this.#later(500, () => this.#ask(agentId, { type: 'pause', pauseId: 1 }));
    this.#later(1_000 + exponential(this.#random, mean.wrapUpMs), () => {
      if (stillThere()) this.#ask(agentId, { type: 'finish' });
    });
  }

  #comeBack(agentId: number): void {
    const state = this.#driver.world.sessions.get(agentId)?.state;
    if (state === 'noAnswer' || state === 'pause') this.#ask(agentId, { type: 'ready' });
  }
}
