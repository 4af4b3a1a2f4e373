/** What a node has now, as nodeObserved tells it. */
import { z } from 'zod';
import type { BridgeId, LegId, RecordingId } from '../../core/ids.ts';
import { statusOf } from './ari-error.ts';
import { recordingOf } from './call-recording.ts';
import type { AriResponse, Transport } from './transport.ts';

export interface Endpoint {
  name: string;
  /** Registered or at a fixed address, and it answers. */
  online: boolean;
}

const Endpoints = z.array(z.object({ resource: z.string(), state: z.string() }));

/** All SIP endpoints. Over HTTP: with a thousand of them the answer takes milliseconds to write. */
export async function readEndpoints(transport: Transport): Promise<Endpoint[]> {
  try {
    const { body } = await transport.request({ method: 'GET', path: 'endpoints/PJSIP' }, { via: 'http' });
    return Endpoints.parse(JSON.parse(body)).map(({ resource, state }) => ({
      name: resource,
      online: state === 'online',
    }));
  } catch (error) {
    // No endpoint at all: the technology is not known yet.
    if (statusOf(error) === 404) return [];
    throw error;
  }
}

const Bridges = z.array(z.object({ id: z.string(), channels: z.array(z.string()) }));

/** The bridges that this instance made, whichever process of it, with the legs in each. */
async function readBridges(transport: Transport, application: string): Promise<Record<BridgeId, LegId[]>> {
  const { body } = await transport.request({ method: 'GET', path: 'bridges' });
  const ours = Bridges.parse(JSON.parse(body)).filter(({ id }) => id.startsWith(`${application}-`));
  return Object.fromEntries(ours.map(({ id, channels }) => [id, channels]));
}

const Channels = z.array(
  z.object({ id: z.string(), dialplan: z.object({ app_name: z.string(), app_data: z.string() }) }),
);

export interface Seen {
  /** All channels of the node. */
  channels: LegId[];
  /** Those that stand in our application. */
  legs: LegId[];
  /** Calls that are recorded. */
  recorders: RecordingId[];
  /** Ours, with the legs in each. */
  members: Record<BridgeId, LegId[]>;
  endpoints: Endpoint[];
}

/** The legs that stand in our application now. */
export async function readLegs(transport: Transport, application: string): Promise<LegId[]> {
  return channelsIn(await transport.request({ method: 'GET', path: 'channels' }), application).legs;
}

/**
 * Asks what there is; `take` gets it. The list of channels comes last and is taken the moment it arrives, so
 * that every event told before is in it. It may be ahead of events that are told after. Rejects with AriError,
 * or with what `take` threw.
 */
export async function observe(
  transport: Transport,
  application: string,
  take: (seen: Seen) => void,
): Promise<void> {
  const endpoints = await readEndpoints(transport);
  const members = await readBridges(transport, application);
  let problem: Error | null = null;
  const onArrival = (response: AriResponse): void => {
    try {
      take({ ...channelsIn(response, application), members, endpoints });
    } catch (error) {
      problem = error instanceof Error ? error : new Error(String(error));
    }
  };
  await transport.request({ method: 'GET', path: 'channels' }, { onArrival });
  if (problem) throw problem as Error;
}

function channelsIn(
  response: AriResponse,
  application: string,
): Pick<Seen, 'channels' | 'legs' | 'recorders'> {
  const all = Channels.parse(JSON.parse(response.body));
  const inApplication = all.filter(
    ({ dialplan }) => dialplan.app_name === 'Stasis' && dialplan.app_data.split(',')[0] === application,
  );
  const recorders = new Set<RecordingId>();
  for (const { id } of all) {
    const call = id.startsWith(`${application}-`) ? recordingOf(id) : null;
    if (call) recorders.add(call.recording);
  }
  return {
    channels: all.map(({ id }) => id),
    legs: inApplication.map(({ id }) => id).filter(id => !recordingOf(id)),
    recorders: [...recorders],
  };
}
