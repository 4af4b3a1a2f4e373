/** The SIP objects of lines. Lines of kind dialplan have none: the telephony engineers' contexts carry them. */
import type { Line } from '../../core/configuration/schemas.ts';
import { endpointName } from './directory.ts';
import { commonFields, noTransfer, type SipEntity, type SipFields } from './sip-objects.ts';

/** Seconds: how long a registration lasts, and when to try again after each kind of failure. */
const registrationTimes: SipFields = [
  ['expiration', '300'],
  ['retry_interval', '30'],
  ['fatal_retry_interval', '60'],
  ['forbidden_retry_interval', '300'],
  ['max_random_initial_delay', '0'],
  // A wrong password is mended by people, and then it shall work by itself.
  ['auth_rejection_permanent', 'no'],
  ['max_retries', '1000000'],
];

/** `line-<id>`. Null = nothing to push for this line. */
export function lineObjects(line: Line, password: string): SipEntity | null {
  if (line.kind === 'dialplan' || line.host === '') return null;
  const name = endpointName.line(line.id);
  const registers = line.kind === 'registration';
  const withAccount = line.username !== '' && password !== '';
  const inbound = line.direction !== 'outbound';
  return {
    name,
    objects: {
      ...(withAccount
        ? {
            auth: [
              ['auth_type', 'userpass'],
              ['username', line.username],
              ['password', password],
            ],
          }
        : {}),
      aor: [['contact', `sip:${address(line)}`]],
      endpoint: [
        ...commonFields,
        ...noTransfer,
        // A trunk's contact is where the provider says, also when a packet comes from elsewhere.
        ['rewrite_contact', 'no'],
        ['allow', line.codecs.join(',')],
        ['context', 'phones-inbound'],
        ['set_var', `PHONES_LINE=${line.id}`],
        ['set_var', `PHONES_EMERGENCY=${line.emergencyTarget}`],
        ['aors', name],
        ['from_domain', line.host],
        ...(registers && line.username !== '' ? ([['from_user', line.username]] satisfies SipFields) : []),
        ...(withAccount ? ([['outbound_auth', name]] satisfies SipFields) : []),
        ['trust_id_inbound', 'yes'],
        ['send_pai', 'yes'],
        // By address only: whoever merely calls itself line-1 is nobody.
        ['identify_by', 'ip'],
      ],
      ...(inbound ? { identify: identify(line, name) } : {}),
      ...(registers && line.username !== '' ? { registration: registration(line, name, withAccount) } : {}),
    },
  };
}

const address = ({ host, port, transport }: Line): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}${transport === 'tcp' ? ';transport=tcp' : ''}`;

function identify(line: Line, name: string): SipFields {
  const from = line.addresses.length > 0 ? line.addresses : [line.host];
  return [['endpoint', name], ...from.map((match): [string, string] => ['match', match])];
}

function registration(line: Line, name: string, withAccount: boolean): SipFields {
  return [
    ['server_uri', `sip:${address(line)}`],
    ['client_uri', `sip:${line.username}@${line.host}`],
    // What the provider calls when it does not call the number dialled.
    ['contact_user', line.username],
    ...(withAccount ? ([['outbound_auth', name]] satisfies SipFields) : []),
    // Calls that come to this registration belong to the line, from whatever address.
    ...(line.direction === 'outbound'
      ? []
      : ([
          ['line', 'yes'],
          ['endpoint', name],
        ] satisfies SipFields)),
    ...registrationTimes,
  ];
}
