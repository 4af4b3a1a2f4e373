/**
 * Server time by the page's monotonic clock. Each message tells the server's time; the delay on the way
 * makes it look older than it is, so the largest difference ever seen is the truest. A change of the
 * computer's clock does not matter, because `performance.now()` does not follow it.
 */
export interface Clock {
  /** serverTime - now, ms; null before the first message. */
  offset: number | null;
}

/** The clock after a message with `serverTime` (epoch ms) arrived at `now` (monotonic ms). */
export function heard(clock: Clock, serverTime: number, now: number): Clock {
  const offset = serverTime - now;
  return clock.offset !== null && clock.offset >= offset ? clock : { offset };
}

/** Epoch ms at the server. */
export function serverNow(clock: Clock, now: number): number {
  return now + (clock.offset ?? 0);
}

/** 0:07, 12:05, 1:02:05. Negative durations, which a clock not yet settled may give, show as 0:00. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
