/** Ports and the RTP range, with the server running or stopped. */
import { readFile } from 'node:fs/promises';
import { commandLine } from '../../../asterisk-config/processes.ts';
import { portOwner, tryPort } from '../../../asterisk-config/ports.ts';
import type { Settings } from '../../runtime/settings.ts';
import { homeHolder } from '../lock.ts';
import { belongsTo, portProblems, wantedPorts } from '../ports.ts';
import { type Finding, fine, problem } from './finding.ts';

/** RTP and RTCP of a leg take a port each; a call with an agent has two legs. */
const portsPerCall = 4;
/** As many ports of the range are tried, spread over it. */
const samples = 50;

export async function checkPorts(settings: Settings): Promise<Finding[]> {
  const server = await homeHolder(settings.home);
  if (server === null) {
    const problems = await portProblems(settings);
    return problems.length > 0
      ? problems.map(text => problem('Ports', text, 'stop that process, or choose another port'))
      : [fine('Ports', `${wantedPorts(settings).map(describe).join(', ')} are free`)];
  }
  const findings: Finding[] = [];
  for (const wanted of wantedPorts(settings)) {
    const owner = await portOwner(wanted.protocol, wanted.port);
    const ours = owner && (owner.pid === server || belongsTo(settings.home, owner.command));
    findings.push(
      ours
        ? fine('Ports', `${describe(wanted)} is held by process ${owner.pid}`)
        : problem(
            'Ports',
            `${describe(wanted)} is held by ${owner ? `process ${owner.pid} (${owner.command})` : 'nobody that can be seen'}`,
            'is the server running with other settings? Give doctor the same PHONES_* as the server',
          ),
    );
  }
  return findings;
}

function describe({ protocol, host, port, setting }: ReturnType<typeof wantedPorts>[number]): string {
  return `${protocol.toUpperCase()} ${host}:${port} (${setting})`;
}

export async function checkRtp({ rtp, sip, home, asterisk }: Settings): Promise<Finding> {
  if (asterisk.kind !== 'embedded')
    return fine('RTP', 'the range of your own Asterisk is set there (rtp.conf)');
  const size = rtp.to - rtp.from + 1;
  const step = Math.max(1, Math.floor(size / samples));
  for (let port = rtp.from; port <= rtp.to; port += step) {
    if ((await tryPort('udp', sip.host, port)) === null) continue;
    const owner = await portOwner('udp', port);
    if (owner && belongsTo(home, (await commandLine(owner.pid)).join(' '))) continue;
    return problem(
      'RTP',
      `UDP port ${port} of ${rtp.from}-${rtp.to} is taken by ${owner ? `process ${owner.pid} (${owner.command})` : "another user's process"}`,
      'set PHONES_RTP to a range that nobody else uses',
    );
  }
  const message = `${rtp.from}-${rtp.to}: room for ${Math.floor(size / portsPerCall)} conversations`;
  const [from = 0, to = 0] = (
    await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '')
  )
    .trim()
    .split(/\s+/)
    .map(Number);
  return rtp.from <= to && rtp.to >= from
    ? problem(
        'RTP',
        `${message}, but other programs get ports ${from}-${to} at random`,
        'set PHONES_RTP to a range outside of them',
      )
    : fine('RTP', message);
}
