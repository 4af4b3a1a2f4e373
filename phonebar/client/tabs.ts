/**
 * One tab of this browser has the audio (Web Locks). The lock goes with its tab, however that ends, and the
 * next one waiting has it. Taking over steals it; the tab it is stolen from queues again.
 */
import type { Tab } from './session/session.ts';

export interface TabOwnership {
  takeOver(): void;
}

const lock = 'phonebar-audio';

export function createTabOwnership(changed: (tab: Tab) => void): TabOwnership {
  // Without locks the page is not secure and has no microphone either: nothing to share.
  if (!('locks' in navigator)) {
    changed('owner');
    return { takeOver: () => undefined };
  }
  let waiting = new AbortController();
  let owner = false;
  const hold = (): Promise<never> => {
    owner = true;
    changed('owner');
    return new Promise(() => undefined);
  };
  const stolen = (): void => {
    owner = false;
    changed('other');
    queue();
  };
  const queue = (): void => {
    const mine = new AbortController();
    waiting = mine;
    navigator.locks.request(lock, { signal: mine.signal }, hold).catch(() => {
      if (!mine.signal.aborted) stolen();
    });
  };

  void navigator.locks.request(lock, { ifAvailable: true }, free => {
    if (!free) changed('other');
  });
  queue();
  return {
    takeOver() {
      if (owner) return;
      waiting.abort();
      navigator.locks.request(lock, { steal: true }, hold).catch(stolen);
    },
  };
}
