/**
 * Every operation of an operator, on every kind of phone, with and without standing legs, in every kind of
 * conversation, and at each of its moments everybody who can leave it: by phone, by page, or because it does not
 * answer. What must hold at every moment stands in what-holds.ts; everything is recorded meanwhile.
 */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { PhoneKind } from '../../orchestrator/core/configuration/schemas.ts';
import { CallScene } from '../support/scene-of-calls.ts';
import {
  beginnings,
  byPhone,
  byRefer,
  inConversation,
  type Moment,
  ownCalls,
  recordedConfiguration,
  type Scenario,
} from './scenarios.ts';
import { cleanUp, departures } from './departures.ts';
import { checkWhatHolds } from './what-holds.ts';

interface Column {
  phone: PhoneKind;
  standing: boolean;
}

/** What happens at a moment. */
interface Cell {
  name: string;
  go(scene: CallScene): void;
}

/** Plays a scenario up to a moment; what holds is looked at after each. */
function play({ phone, standing }: Column, begin: Moment['go'] | null, moments: Moment[]): CallScene {
  const scene = new CallScene(recordedConfiguration(standing), phone);
  begin?.(scene);
  if (begin) checkWhatHolds(scene);
  for (const moment of moments) {
    scene.wait(1000);
    moment.go(scene);
    checkWhatHolds(scene);
  }
  return scene;
}

/** Our process ends and the next one takes over: nobody notices. */
const restart: Cell = {
  name: 'we begin anew',
  go(scene) {
    const before = scene.hearing();
    scene.restart();
    expect(scene.hearing()).to.deep.equal(before);
  },
};

function tryMoment(column: Column, begin: Moment['go'] | null, moments: Moment[]): void {
  for (const cell of [restart, ...departures(play(column, begin, moments))]) {
    const scene = play(column, begin, moments);
    scene.wait(1000);
    try {
      cell.go(scene);
      checkWhatHolds(scene);
      scene.wait(100_000);
      checkWhatHolds(scene);
      cleanUp(scene);
    } catch (error) {
      throw new Error(`${cell.name}: ${String(error)}`, { cause: error });
    }
  }
}

function run(column: Column, { moments }: Scenario, begin: [string, Moment['go']] | null): void {
  // A call of its own is nothing before its first moment.
  for (let count = begin ? 0 : 1; count <= moments.length; count += 1) {
    const until = moments.slice(0, count);
    try {
      tryMoment(column, begin?.[1] ?? null, until);
    } catch (error) {
      const where = [...(begin ? [begin[0]] : []), ...until.map(({ name }) => name)].join(' > ');
      throw new Error(`${where} > ${String(error)}`, { cause: error });
    }
  }
}

const columns: Column[] = (['sip', 'outside', 'browser'] as const).flatMap(phone =>
  [false, true].map(standing => ({ phone, standing })),
);

describe('operations of operators, and hang-ups at each of their moments', function () {
  this.timeout(60_000);
  for (const column of columns) {
    const { phone, standing } = column;
    describe(`${phone} phones, ${standing ? 'standing legs' : 'a call for each'}`, () => {
      const keys = phone === 'sip' ? [...byRefer, ...(standing ? [] : byPhone)] : [];
      for (const scenario of [...inConversation, ...keys])
        it(scenario.name, () => {
          for (const begin of Object.entries(beginnings)) run(column, scenario, begin);
        });
      for (const scenario of ownCalls) it(scenario.name, () => run(column, scenario, null));
    });
  }
});
