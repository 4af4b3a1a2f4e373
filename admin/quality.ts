/** How a contact sounded at the operators' browsers, as lines of its page. */
import type { QualityRow, QualitySample } from '../orchestrator/runtime/ports/quality.ts';
import type { Names } from './names.ts';
import type { Formats } from './shared/formats.ts';
import type { Translate } from './shared/words.ts';

export interface QualityLine {
  icon: string;
  colour: string;
  at: number;
  /** Who, and what it is. */
  title: string;
  figures: string;
  /** What the operator said; '' = nothing. */
  note: string;
}

/** R below 70 and 60: "some" and "many users dissatisfied" (ITU-T G.107, table B.1). */
const fairMos = 3.6;
const badMos = 3.1;

export function presentQuality(row: QualityRow, names: Names, t: Translate, formats: Formats): QualityLine {
  const agent = names.of('agents', row.agentId);
  const tell = (values: Record<string, string>): string => t('contacts.quality.figures', values);
  if (row.kind === 'report')
    return {
      icon: 'message-report',
      colour: 'orange',
      at: row.at,
      title: t('contacts.quality.report', { agent }),
      figures: row.minute.length > 0 ? tell(worstOf(row.minute, formats)) : t('contacts.quality.noFigures'),
      note: row.note,
    };
  const { summary } = row;
  const one = (value: number): string => formats.number(Math.round(value * 10) / 10);
  const [icon, colour] =
    summary.mos >= fairMos
      ? ['circle-check', 'green']
      : summary.mos >= badMos
        ? ['alert-triangle', 'yellow']
        : ['alert-octagon', 'red'];
  return {
    icon,
    colour,
    at: row.at,
    title: t('contacts.quality.call', { agent, time: formats.duration(summary.seconds * 1000) }),
    figures: tell({
      mos: one(summary.mos),
      leastMos: one(summary.leastMos),
      loss: one(summary.lossPercent),
      mostLoss: one(summary.mostLossPercent),
      jitter: one(summary.jitterMs),
      mostJitter: one(summary.mostJitterMs),
      roundTrip: summary.roundTripMs === null ? '–' : one(summary.roundTripMs),
    }),
    note: '',
  };
}

/** Means and extremes of the last minute. */
function worstOf(minute: readonly QualitySample[], formats: Formats): Record<string, string> {
  const one = (value: number): string => formats.number(Math.round(value * 10) / 10);
  const of = (pick: (sample: QualitySample) => number): number[] => minute.map(pick);
  const mean = (values: number[]): string =>
    one(values.reduce((sum, value) => sum + value, 0) / values.length);
  const trips = minute.flatMap(({ roundTripMs }) => roundTripMs ?? []);
  return {
    mos: mean(of(({ mos }) => mos)),
    leastMos: one(Math.min(...of(({ mos }) => mos))),
    loss: mean(of(({ lossPercent }) => lossPercent)),
    mostLoss: one(Math.max(...of(({ lossPercent }) => lossPercent))),
    jitter: mean(of(({ jitterMs }) => jitterMs)),
    mostJitter: one(Math.max(...of(({ jitterMs }) => jitterMs))),
    roundTrip: trips.length > 0 ? mean(trips) : '–',
  };
}
