/** Rows of the table tests: what is said, the words that are expected, and the recordings. */
import { expect } from 'chai';
import { it } from 'mocha';
import { FlowFault } from '../../../ivr-flows/faults.ts';
import type { Language } from '../../../ivr-flows/values.ts';
import { speak, type Spoken, words } from '../../../ivr-flows/speech/index.ts';

/** Recordings by name, a pause as its ms; or `synthetic`. Absent = not looked at in this row. */
export type Row = [value: Spoken['value'], words: string, recordings?: string];

/** One test for each row. */
export function rowsOf(language: Language, item: Omit<Spoken, 'value'>, rows: readonly Row[]): void {
  for (const [value, expected, recordings] of rows)
    it(`${JSON.stringify(value)}: ${expected}`, () => {
      expect(words(language, { ...item, value })).to.equal(expected);
      if (recordings !== undefined) expect(recordingsOf(language, { ...item, value })).to.equal(recordings);
    });
}

/** The code of the FlowFault that saying it throws; fails when none is thrown. */
export function faultOf(language: Language, item: Spoken): string {
  try {
    speak(language, item);
  } catch (error) {
    if (error instanceof FlowFault) return error.fault.code;
    throw error;
  }
  throw new Error(`${JSON.stringify(item)} was said: ${words(language, item)}`);
}

export function recordingsOf(language: Language, item: Spoken): string {
  return speak(language, item)
    .map(part => {
      if ('sound' in part) return part.sound;
      return 'silenceMs' in part ? String(part.silenceMs) : 'synthetic';
    })
    .join(' ');
}
