import { expect } from 'chai';
import { describe, it } from 'mocha';
import { AriError } from '../../../orchestrator/adapters/ari/ari-error.ts';
import { createDepartures } from '../../../orchestrator/adapters/ari/departures.ts';
import { LegBook } from '../../../orchestrator/adapters/ari/legs.ts';
import type { AriRequest } from '../../../orchestrator/adapters/ari/transport.ts';
import type { Event } from '../../../orchestrator/core/events.ts';
import { until } from '../../support/until.ts';

const node = 'n1';
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A node in which `answers` says for each look whether the channel is still there. */
function place(answers: boolean[]) {
  const book = new LegBook();
  const told: Event[] = [];
  let looks = 0;
  const lookFor = createDepartures({
    node,
    application: 'phones',
    transport: {
      socketServes: true,
      download: () => Promise.reject(new Error('nothing to fetch')),
      inOrder: true,
      received: () => undefined,
      socketClosed: () => undefined,
      async request({ method }: AriRequest) {
        if (method === 'DELETE') return { status: 200, body: '{"channel_ids":[]}' };
        looks += 1;
        if (answers.shift()) return { status: 200, body: '{}' };
        throw new AriError(404, 'Channel not found');
      },
    },
    book,
    tell: event => told.push(event),
    log: silent,
  });
  return { book, told, lookFor, looks: () => looks };
}

describe('legs that left the application', () => {
  const leg = 'phones-k3x-7.1';

  it('and were hung up are told of, though Asterisk never says that they are destroyed', async () => {
    const { book, told, lookFor, looks } = place([true, false]);
    book.of(leg).hangingUp = true;
    lookFor(leg);
    await until('the end is told', () => told.length > 0);
    expect(told).to.deep.equal([{ type: 'legEnded', node, leg, cause: 16 }]);
    expect(looks(), 'looks, the first of which saw it hang up').to.equal(2);
    expect(book.get(leg)).to.equal(undefined);
  });

  it('are not told of twice', async () => {
    const { book, told, lookFor } = place([true, true]);
    for (const each of [leg, 'other']) {
      book.of(each);
      lookFor(each);
    }
    // Its destruction was told meanwhile.
    book.delete(leg);
    await until('the other is told', () => told.length > 0);
    expect(told).to.deep.equal([{ type: 'legLeft', node, leg: 'other' }]);
  });
});
