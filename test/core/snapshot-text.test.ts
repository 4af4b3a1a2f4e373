/** The world's text holds whatever data callers and other servers give us. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createWorld, decodeWorld, encodeWorld } from '../../orchestrator/core/world.ts';

describe('the text of a snapshot', () => {
  it('keeps data whose members are named like its own tags', () => {
    const world = createWorld();
    const hostile = {
      $map: 'no list',
      nested: { $set: [1], $object: { $map: [['a', 1]] } },
      list: [{ $map: [] }],
    };
    world.day.services = new Map([[1, Object.assign(Object.create(null), hostile)]]);
    const read: unknown = decodeWorld(encodeWorld(world)).day.services.get(1);
    expect(JSON.parse(JSON.stringify(read))).to.deep.equal(hostile);
  });
});
