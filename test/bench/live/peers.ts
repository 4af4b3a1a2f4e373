/**
 * The peers: app_queue and Dial() on the same Asterisk, with the same phones, in the telephony engineers'
 * files of the instance. Callers who name themselves `bench-peer` come into their own context, without a
 * step of ours.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersOf } from '../../../asterisk-config/folders.ts';
import type { Instance } from '../../support/instance.ts';
import { bareApplication } from './bare.ts';
import type { BenchAgent } from './centre.ts';

/** From user of the peers' callers. */
export const peerCaller = 'bench-peer';

export interface PeerOptions {
  /** Queues of app_queue; everybody is a member of each. */
  queues: number;
  agents: readonly BenchAgent[];
  /** Prompt before the queue, as Playback() takes it; '' = none. */
  welcome: string;
}

/** Number that leads to a queue. */
export const queueNumber = (index: number): string => `7${String(index).padStart(3, '0')}`;
/** Numbers that lead to it while MixMonitor records the call: into one file, or each side into its own. */
export const recordedQueueNumber = (index: number, channels: 'mixed' | 'stereo'): string =>
  `${channels === 'mixed' ? '8' : '9'}${String(index).padStart(3, '0')}`;
/** Number that leads to the bare program. */
export const bareNumber = '5000';
/** Number that dials an agent without any queue. */
export const dialNumber = ({ extension }: BenchAgent): string => `6${extension}`;

/** Writes the peers' configuration and has Asterisk read it. */
export async function setUpPeers(instance: Instance, options: PeerOptions): Promise<void> {
  const { custom } = foldersOf(instance.home);
  await writeFile(join(custom, 'pjsip_custom.conf'), endpoint);
  await writeFile(join(custom, 'extensions_custom.conf'), dialplan(options));
  await writeFile(join(custom, 'queues_custom.conf'), queues(options));
  for (const command of ['module reload res_pjsip.so', 'dialplan reload', 'queue reload all'])
    await instance.pbx(command);
}

/** As #phones makes the endpoint of a line. */
const endpoint = `[${peerCaller}]
type = endpoint
context = bench-peers
transport = phones-udp
disallow = all
allow = alaw,ulaw
direct_media = no
rtp_symmetric = yes
force_rport = yes
dtmf_mode = rfc4733
send_connected_line = no
trust_connected_line = no
identify_by = username
`;

function dialplan({ queues: count, welcome }: PeerOptions): string {
  const begin = `1,Answer()${welcome === '' ? '' : `\n same => n,Playback(${welcome})`}`;
  const queue = (number: string, index: number, monitor = ''): string =>
    `exten => ${number},${begin}${monitor}\n same => n,Queue(bench-${index})\n same => n,Hangup()`;
  // From the answer of the member on (b), as our recordings begin.
  const monitor = (what: string): string => `\n same => n,MixMonitor(${what})`;
  const numbers = [...Array(count).keys()].flatMap(index => [
    queue(queueNumber(index), index),
    queue(recordedQueueNumber(index, 'mixed'), index, monitor('${UNIQUEID}.wav,b')),
    queue(
      recordedQueueNumber(index, 'stereo'),
      index,
      monitor(',br(${UNIQUEID}-in.wav)t(${UNIQUEID}-out.wav)'),
    ),
  ]);
  return `[bench-peers]
${numbers.join('\n')}
exten => ${bareNumber},1,Stasis(${bareApplication})
exten => _6X!,${begin}
 same => n,Dial(PJSIP/agent-\${EXTEN:1},30)
 same => n,Hangup()
`;
}

/** leastrecent is our longest-idle; retry is the shortest that there is. */
function queues({ queues: count, agents }: PeerOptions): string {
  const members = agents.map(({ user }) => `member => PJSIP/${user}`).join('\n');
  const sections = [...Array(count).keys()].map(
    index => `[bench-${index}]
strategy = leastrecent
timeout = 20
retry = 1
wrapuptime = 0
ringinuse = no
autofill = yes
joinempty = yes
leavewhenempty = no
announce-frequency = 0
announce-holdtime = no
announce-position = no
musicclass = default
${members}
`,
  );
  return sections.join('\n');
}
