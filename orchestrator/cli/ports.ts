/** Are the ports free that this instance wants? Said before anything starts, with the name of who has them. */
import { portOwner, portProblem, type Protocol } from '../../asterisk-config/ports.ts';
import { PhonesError } from '../runtime/errors.ts';
import type { Address, Settings } from '../runtime/settings.ts';

interface WantedPort extends Address {
  protocol: Protocol;
  /** The setting that names it. */
  setting: string;
}

export class PortsTaken extends PhonesError {
  constructor(problems: string[]) {
    super('portsTaken', problems.join('\n'));
  }
}

/** The ports of an instance; those of Asterisk are ours only when it is embedded. */
export function wantedPorts({ http, sip, asterisk }: Settings): WantedPort[] {
  const web: WantedPort = { ...http, protocol: 'tcp', setting: 'PHONES_HTTP' };
  if (asterisk.kind !== 'embedded') return [web];
  return [web, ...(['udp', 'tcp'] as const).map(protocol => ({ ...sip, protocol, setting: 'PHONES_SIP' }))];
}

/** Whether a command line is of this instance: its embedded Asterisk, left over or running. */
export function belongsTo(home: string, command: string): boolean {
  return command.includes(`${home}/`);
}

/** A sentence for each wanted port that cannot be had. An Asterisk of ours that was left over is none: it is taken over. */
export async function portProblems(settings: Settings): Promise<string[]> {
  const problems: string[] = [];
  for (const { protocol, host, port, setting } of wantedPorts(settings)) {
    const problem = await portProblem(protocol, host, port);
    if (problem === null) continue;
    const owner = await portOwner(protocol, port);
    if (owner && belongsTo(settings.home, owner.command)) continue;
    problems.push(`${problem}. Free it, or set ${setting} to another address.`);
  }
  return problems;
}
