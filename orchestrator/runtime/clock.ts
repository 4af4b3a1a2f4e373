/**
 * The one clock of the core: epoch milliseconds that never go back and do not follow changes of the
 * machine's clock (F11). Begins at the wall clock, or at the last moment of the journal if that is later.
 */
export function createClock(notBefore: number): () => number {
  const base = Math.max(Date.now(), notBefore) - performance.now();
  return () => Math.floor(base + performance.now());
}
