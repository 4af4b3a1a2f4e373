/** Follows how each contact sounds and hands its summary to the server when it is over. */
import { adviceOf, beginLog, mosNow, note, summaryOf } from './audio/quality-log.ts';
import type { Api } from './api.ts';
import type { Advice, QualityLog } from './audio/quality-log.ts';
import type { Quality } from './audio/quality.ts';
import type { QualitySummary } from './session/protocol.ts';

export interface QualityKeeper {
  /** A second of a conversation. */
  measured(contactId: string, quality: Quality): void;
  /** The contact at hand; one that was measured and is over is summed up. */
  at(contactId: string | null): void;
  judgement(): { mos: number | null; advice: Advice | null };
  /** Sends the last minute with what the operator says of it. Rejects with ApiError. */
  report(words: string): Promise<void>;
}

const tries = 5;
const retryMs = 10_000;

export function createQualityKeeper(api: Pick<Api, 'sendQuality' | 'report'>): QualityKeeper {
  let log: QualityLog | null = null;
  let current: string | null = null;

  /** The server may be away, or not know yet that the operator talked: it is asked again. */
  function send(contactId: string, summary: QualitySummary, left: number): void {
    api.sendQuality(contactId, summary).catch(() => {
      if (left > 0) setTimeout(() => send(contactId, summary, left - 1), retryMs);
    });
  }

  function at(contactId: string | null): void {
    current = contactId;
    if (!log || log.contactId === contactId) return;
    const summary = summaryOf(log);
    if (summary) send(log.contactId, summary, tries);
    log = null;
  }

  return {
    at,
    measured(contactId, quality) {
      at(contactId);
      log ??= beginLog(contactId);
      note(log, quality);
    },
    judgement: () => ({ mos: log && mosNow(log), advice: log && adviceOf(log) }),
    // In the first second nothing was measured yet: the words are worth sending all the same.
    report: words =>
      current === null
        ? Promise.reject(new Error('no conversation'))
        : api.report(current, words, log?.minute ?? []),
  };
}
