/** Calls from SIPp to agents that are SIPp too, and what they cost: the same for #phones and for its peers. */
import { findAsterisk } from '../../../asterisk-config/process-start.ts';
import { foldersOf } from '../../../asterisk-config/folders.ts';
import type { Instance } from '../../support/instance.ts';
import { type Sipp, type SippCounts, startSipp } from '../../support/sipp.ts';
import { until } from '../../support/until.ts';
import { CpuMeter, cpuSeconds } from './usage.ts';

export interface Load {
  /** [caller's number, number dialled], taken one after another. */
  rows: [string, string][];
  calls: number;
  /** Calls a second. */
  rate: number;
  /** The caller hangs up after this, ms. */
  stayMs: number;
}

export interface Measured {
  /** CPU ms per call. */
  asterisk: number;
  /** Of the program that drives Asterisk. */
  orchestrator: number;
  /** Events that the core took, per call. */
  events: number;
  /** CPU of the load generator, share of one core. */
  generator: number;
  calls: number;
  failures: number;
  retransmissions: number;
  seconds: number;
}

/** What one caller needs at most, besides its stay, until the run counts as stuck. */
const marginMs = 60_000;

/** Runs the load to its end and reads what it cost; `program` = what drives Asterisk meanwhile. */
export async function measureLoad(
  instance: Instance,
  agents: Sipp,
  load: Load,
  program: { pid: number } = instance,
): Promise<Measured> {
  const [asterisk] = await findAsterisk(foldersOf(instance.home));
  if (!asterisk) throw new Error('the instance has no Asterisk');
  const before = await agents.stats();
  const generatorMeter = new CpuMeter({ agents: agents.pid });
  const meter = new CpuMeter({ asterisk: asterisk.pid, orchestrator: program.pid });
  const eventsBefore = await eventsOf(instance);
  await meter.start();
  await generatorMeter.start();
  const from = performance.now();
  const callers = await startSipp({
    scenario: 'caller',
    remote: instance.sip,
    calls: load.calls,
    rate: load.rate,
    rows: load.rows,
    values: { number: '[field1]', stay_ms: load.stayMs },
    timeoutMs: (load.calls / load.rate) * 1000 + load.stayMs + marginMs,
  });
  const callersCpu = lastCpu(callers);
  const result = await callers.done;
  const seconds = (performance.now() - from) / 1000;
  const spent = await meter.read();
  const generator = (await generatorMeter.read()).agents + (await callersCpu);
  await until('all contacts have ended', async () => (await instance.api.live()).contacts.length === 0, {
    timeoutMs: 30_000,
    everyMs: 200,
  });
  const events = (await eventsOf(instance)) - eventsBefore;
  const after = await settledStats(agents);
  return {
    events: events / load.calls,
    asterisk: (spent.asterisk / load.calls) * 1000,
    orchestrator: (spent.orchestrator / load.calls) * 1000,
    generator: generator / seconds,
    calls: load.calls,
    failures: load.calls - result.succeeded + (after.failed - before.failed),
    retransmissions: result.retransmissions + (after.retransmissions - before.retransmissions),
    seconds,
  };
}

/** CPU seconds of a process shortly before its end. */
export async function lastCpu({ pid, done }: Sipp): Promise<number> {
  let over = false;
  void done.then(() => {
    over = true;
  });
  let last = 0;
  while (!over) {
    last = await cpuSeconds(pid).catch(() => last);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  return last;
}

/**
 * SIPp writes its counts each second: what went wrong is complete when it stays the same for longer. The calls
 * themselves have ended; those counts go on, as each OPTIONS to a phone is a call to SIPp.
 */
async function settledStats(sipp: Sipp): Promise<SippCounts> {
  let last = '';
  const same = async () => {
    const { failed, retransmissions } = await sipp.stats();
    const text = JSON.stringify({ failed, retransmissions });
    const stays = text === last;
    last = text;
    return stays;
  };
  await until('the counts of SIPp stay', same, {
    timeoutMs: 30_000,
    everyMs: 1200,
    explain: () => last,
  });
  return sipp.stats();
}

/** Events that the core has taken since the journal began. */
async function eventsOf({ http }: Instance): Promise<number> {
  const response = await fetch(`${http}/readyz`);
  const { engine } = (await response.json()) as { engine: { seq: number } };
  return engine.seq;
}
