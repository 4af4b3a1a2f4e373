/**
 * The loop: events in, stamped and stepped through the core one after another; once per turn the journal
 * gets them all, and only then the commands and facts go out. While a write is under way the next events
 * gather, so a slow disk makes larger groups instead of a longer queue.
 */
import { isServiceCommand, isSwitchCommand, type Command, type ServiceCommand } from '../core/commands.ts';
import type { Event } from '../core/events.ts';
import type { Fact, PlacedFact } from '../core/facts.ts';
import type { RefusalCode } from '../core/agents/requests.ts';
import { step } from '../core/step.ts';
import type { World } from '../core/world.ts';
import type { Log } from './log.ts';
import type { Entry, Journal } from './ports/journal.ts';
import type { SwitchCommand } from '../core/commands.ts';
import type { Timers } from './timers.ts';

export interface LoopOptions {
  world: World;
  journal: Journal;
  now: () => number;
  log: Log;
  execute: (command: SwitchCommand) => void;
  /** Never throws: what cannot be done comes back as an event. */
  serve: (command: ServiceCommand) => void;
  reply: (requestId: string, refused: RefusalCode | null) => void;
  timers: () => Timers;
  /** An event whose handling threw; the journal has it. */
  onException: (seq: number, error: Error) => void;
  /** The journal works again, but events are missing in it: only a snapshot leads past them. */
  onGap: () => void;
  /** Facts of one turn, after the journal has them. */
  onFacts: (facts: PlacedFact[], upTo: number) => void;
}

export interface Loop {
  /** Takes an event; it is handled within this turn of the event loop. */
  submit(event: Event): void;
  /** Resolves when everything submitted so far is in the journal. */
  settled(): Promise<void>;
  /** Events whose handling threw and was contained. */
  exceptions(): number;
  /** Last failure of the journal, null while it works. */
  journalError(): string | null;
  /** Events handled that are not in the journal yet. */
  unwritten(): number;
  /** How long the journal has been busy with the write under way, ms; 0 = none is. */
  writingMs(): number;
  /** Does not try the journal again. */
  stop(): void;
}

/** While the journal cannot be written it is tried again this often. */
const RETRY_MS = 1_000;
/** Entries kept for it meanwhile; beyond that they are lost to it, and a snapshot takes their place. */
const MOST_UNWRITTEN = 20_000;

export function createLoop(options: LoopOptions): Loop {
  const { world, journal, log } = options;
  let inbox: Event[] = [];
  let running: Promise<void> | null = null;
  let exceptions = 0;
  let journalError: string | null = null;
  let unwritten: Entry[] = [];
  let gap = false;
  let retry: NodeJS.Timeout | null = null;
  let writingSince: number | null = null;

  const drain = async (): Promise<void> => {
    // One turn of the event loop gathers what arrives together.
    await new Promise<void>(resolve => setImmediate(resolve));
    while (inbox.length > 0 || (unwritten.length > 0 && !retry)) {
      const events = inbox;
      inbox = [];
      const entries: Entry[] = [];
      const commands: Command[] = [];
      const faults: { seq: number; error: Error }[] = [];
      for (const event of events) {
        const stamped = { seq: world.seq + 1, at: Math.max(options.now(), world.at), event };
        const result = step(world, stamped);
        if (result.error) {
          exceptions += 1;
          faults.push({ seq: stamped.seq, error: result.error });
          log.error(
            { err: result.error, seq: stamped.seq, event: event.type },
            'an event could not be handled; its contact was ended',
          );
        }
        entries.push({ ...stamped, facts: result.facts });
        commands.push(...result.commands);
      }
      await append(entries);
      commands.forEach(carryOut);
      publish(entries);
      for (const { seq, error } of faults) options.onException(seq, error);
    }
    running = null;
  };

  /**
   * Calls go on without a journal (disk full): what is lost meanwhile is only the way back after a crash.
   * It gets what it missed when it works again.
   */
  const append = async (entries: Entry[]): Promise<void> => {
    unwritten.push(...entries);
    if (unwritten.length > MOST_UNWRITTEN) {
      unwritten = entries;
      gap = true;
    }
    if (retry) return;
    writingSince = performance.now();
    try {
      await journal.append(unwritten);
      unwritten = [];
      if (journalError) log.info('the journal works again');
      journalError = null;
      if (gap) options.onGap();
      gap = false;
    } catch (error) {
      if (!journalError)
        log.error(
          { err: error },
          'the journal cannot be written; calls go on, but a crash now would lose their state',
        );
      journalError = String(error);
      retry = setTimeout(() => {
        retry = null;
        running ??= drain();
      }, RETRY_MS).unref();
    } finally {
      writingSince = null;
    }
  };

  /** A command that cannot even be given out fails like one that Asterisk refuses. */
  const give = (command: SwitchCommand): void => {
    try {
      options.execute(command);
    } catch (error) {
      exceptions += 1;
      log.error({ err: error, command: command.type }, 'a command could not be given out');
      const message = String(error).slice(0, 200);
      inbox.push({ type: 'commandFailed', command, status: 500, message });
    }
  };

  const carryOut = (command: Command): void => {
    if (isSwitchCommand(command)) give(command);
    else if (isServiceCommand(command)) options.serve(command);
    else if (command.type === 'setTimer') options.timers().set(command.timerId, command.at);
    else options.reply(command.requestId, command.refused);
  };

  const publish = (entries: Entry[]): void => {
    const facts: PlacedFact[] = entries.flatMap(({ seq, at, facts: list }) =>
      list.map((fact: Fact, index) => ({ seq, index, at, fact })),
    );
    if (entries.length > 0) options.onFacts(facts, world.seq);
  };

  return {
    submit(event) {
      inbox.push(event);
      running ??= drain();
    },
    settled: async () => {
      while (running) await running;
    },
    exceptions: () => exceptions,
    journalError: () => journalError,
    unwritten: () => unwritten.length,
    writingMs: () => (writingSince === null ? 0 : performance.now() - writingSince),
    stop() {
      if (retry) clearTimeout(retry);
    },
  };
}
