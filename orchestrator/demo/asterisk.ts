/** The two requests that the traffic generator sends to Asterisk by itself: a caller comes, a caller goes. */
import type { Party } from '../core/events.ts';
import { trafficContext } from './data.ts';

export interface SimulatedCall {
  /** Channel id of the caller's own half. */
  channel: string;
  caller: Party;
  dialled: string;
  lineId: number;
}

export interface CallerSide {
  /** Rejects when Asterisk refuses or does not answer in 5 s. */
  call(call: SimulatedCall): Promise<void>;
  /** Hangs a caller up; one that is gone already is no error. */
  hangUp(channel: string): Promise<void>;
}

/** How long the number called may ring, seconds. */
const ringSeconds = 60;
const timeoutMs = 5000;

/** `base` = http://user:password@host:port of the node's HTTP server. */
export function callersInAsterisk(base: string): CallerSide {
  const { origin, username, password } = new URL(base);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = {
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    'content-type': 'application/json',
  };

  async function request(method: string, path: string, body?: object): Promise<number> {
    const response = await fetch(`${origin}/ari/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.text();
    return response.status;
  }

  return {
    async call({ channel, caller, dialled, lineId }) {
      const status = await request('POST', `channels/${channel}`, {
        endpoint: `Local/${dialled}@${trafficContext}`,
        otherChannelId: `${channel}-far`,
        context: `${trafficContext}-voice`,
        extension: 'caller',
        priority: 1,
        callerId: `"${caller.name}" <${caller.number}>`,
        timeout: ringSeconds,
        variables: { PHONES_LINE: String(lineId) },
      });
      if (status !== 200) throw new Error(`Asterisk answered ${status} to a simulated call`);
    },
    async hangUp(channel) {
      const status = await request('DELETE', `channels/${channel}`);
      if (status !== 204 && status !== 404)
        throw new Error(`Asterisk answered ${status} to a simulated hang-up`);
    },
  };
}
