/** The engine's figures for /metrics. Labels are bounded: types, never ids. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Engine } from './ports/engine.ts';
import type { SpeechMetrics } from './ports/speech.ts';
import type { FactStore } from './ports/store.ts';

/** What happens on the links to Asterisk: unknownEvents, malformedMessages, linksLost... by node or command type. */
export function countLinks(registry: Registry): { count(event: string, label: string): void } {
  const links = new Counter({
    name: 'phones_link_events_total',
    help: 'What happened on the links to Asterisk, by kind and by node or type of command',
    labelNames: ['event', 'label'],
    registers: [registry],
  });
  return { count: (event, label) => links.inc({ event, label }) };
}

export function countSpeech(registry: Registry): SpeechMetrics {
  const events = new Counter({
    name: 'phones_speech_events_total',
    help: 'Texts spoken anew, spoken by the spare voice, removed from the full cache; parts of prompts left out',
    labelNames: ['event'],
    registers: [registry],
  });
  return { count: (event, by) => events.inc({ event }, by) };
}

export function watchEngine(registry: Registry, engine: Engine, factStore: FactStore): void {
  const registers = [registry];
  const facts = tally('phones_facts_total', 'Facts by type', 'type', registers);
  const outcomes = tally('phones_contacts_ended_total', 'Contacts ended by outcome', 'outcome', registers);
  const anomalies = tally(
    'phones_anomalies_total',
    'Things survived that should not happen, by code',
    'code',
    registers,
  );
  engine.onFacts(list => {
    for (const fact of list) {
      facts(fact.type);
      if (fact.type === 'contactEnded') outcomes(fact.outcome);
      if (fact.type === 'anomalyFound') anomalies(fact.code);
      if (fact.type === 'callRefused') anomalies(fact.type);
    }
  });
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('phones_contacts_active', 'Contacts that have not ended', () => engine.health().activeContacts);
  gauge('phones_events_total', 'Events handled since the journal began', () => engine.health().seq);
  gauge(
    'phones_projection_lag_events',
    'Events whose facts are not in the database yet',
    () => engine.health().seq - engine.health().projectedSeq,
  );
  gauge(
    'phones_journal_lag_events',
    'Events handled that are not in the journal yet',
    () => engine.health().unjournalled,
  );
  gauge(
    'phones_loop_lag_ms',
    'Longest delay of the event loop in the last 10 s',
    () => engine.health().loopLagMs,
  );
  gauge(
    'phones_exceptions_total',
    'Events whose handling threw and was contained',
    () => engine.health().exceptions,
  );
  gauge('phones_projection_restarts_total', 'How often the thread that writes facts was started anew', () =>
    factStore.restarts(),
  );
  gauge('phones_journal_ok', '1 while the journal can be written', () =>
    engine.health().journal.ok ? 1 : 0,
  );
}

/** A counter by one label, for what is counted far more often than it is read. Returns what adds one. */
function tally(name: string, help: string, label: string, registers: Registry[]): (value: string) => void {
  const counts = new Map<string, number>();
  new Counter({
    name,
    help,
    labelNames: [label],
    registers,
    collect() {
      this.reset();
      for (const [value, count] of counts) this.inc({ [label]: value }, count);
    },
  });
  return value => {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  };
}
