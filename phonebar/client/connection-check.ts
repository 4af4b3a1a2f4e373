/** Before the shift: do the server and, behind its proxy, the telephone system answer? */
export type ConnectionCheck =
  | { state: 'ok'; roundTripMs: number }
  | { state: 'noServer' }
  | { state: 'noSwitch' };

const deadlineMs = 5000;

export async function checkConnection(): Promise<ConnectionCheck> {
  const from = performance.now();
  const answered = await fetch('/api/v1/phonebar', {
    cache: 'no-store',
    signal: AbortSignal.timeout(deadlineMs),
  }).then(
    response => response.ok,
    () => false,
  );
  if (!answered) return { state: 'noServer' };
  const roundTripMs = performance.now() - from;
  return (await socketOpens('/phonebar/sip')) ? { state: 'ok', roundTripMs } : { state: 'noSwitch' };
}

/** The proxy opens our side only when the telephone system has accepted its own. */
function socketOpens(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}`, 'sip');
    const done = (opened: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(opened);
    };
    const timer = setTimeout(() => done(false), deadlineMs);
    socket.onopen = () => done(true);
    socket.onerror = () => done(false);
  });
}
