import { expect } from 'chai';
import { describe, it } from 'mocha';
import { keysOf } from '../../../orchestrator/adapters/ari/commands.ts';
import { createOrder } from '../../../orchestrator/adapters/ari/order.ts';

/** Tasks that end when the test says so. */
function tasks() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    task: (name: string) => () => {
      begun.push(name);
      return new Promise<void>(resolve => ends.set(name, resolve));
    },
    async end(name: string): Promise<void> {
      ends.get(name)?.();
      await new Promise(resolve => setImmediate(resolve));
    },
  };
}

describe('ARI commands', () => {
  it('of one contact go one after another, those of others at the same time', async () => {
    const order = createOrder();
    const { begun, task, end } = tasks();
    order.run(['a'], task('a1'));
    order.run(['a'], task('a2'));
    order.run(['b'], task('b1'));
    expect(begun).to.deep.equal(['a1', 'b1']);
    await end('a1');
    expect(begun).to.deep.equal(['a1', 'b1', 'a2']);
    await end('a2');
    await end('b1');
    await order.settled();
  });

  it('follow at once on those that need not be waited for', async () => {
    const order = createOrder();
    const { begun, task, end } = tasks();
    order.run(['a'], () => void begun.push('sent'));
    order.run(['a'], task('a1'));
    order.run(['a'], () => void begun.push('sent later'));
    expect(begun).to.deep.equal(['sent', 'a1']);
    await end('a1');
    expect(begun).to.deep.equal(['sent', 'a1', 'sent later']);
    await order.settled();
  });

  it('that are about a leg and a contact wait for what is asked of both', async () => {
    const order = createOrder();
    const { begun, task, end } = tasks();
    order.run(['leg'], task('answer'));
    order.run(['contact'], task('createBridge'));
    order.run(['leg', 'contact'], task('addToBridge'));
    order.run(['leg'], task('hangup'));
    await end('answer');
    expect(begun).to.deep.equal(['answer', 'createBridge']);
    await end('createBridge');
    expect(begun).to.deep.equal(['answer', 'createBridge', 'addToBridge']);
    await end('addToBridge');
    expect(begun.at(-1)).to.equal('hangup');
    await end('hangup');
  });

  it('name the contacts and foreign legs that they are about', () => {
    const bridge = 'phones-k3x-1.3';
    expect(keysOf({ type: 'answer', node: 'n1', leg: '1795.1' })).to.deep.equal(['1795.1']);
    expect(
      keysOf({ type: 'addToBridge', node: 'n1', bridge, legs: ['1795.1', 'phones-k3x-1.2'] }),
    ).to.deep.equal(['1795.1', 'phones-k3x-1']);
    expect(keysOf({ type: 'stopPlayback', node: 'n1', playback: 'phones-k3x-1.4' })).to.deep.equal([
      'phones-k3x-1',
    ]);
  });
});
