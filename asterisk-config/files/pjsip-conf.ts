/**
 * SIP. Agents and lines are not here: they are pushed over ARI into the memory wizards that sorcery.conf
 * adds. The transports' names are relied on by provisioning and by the engineers' pjsip_custom.conf.
 */
import type { Address } from '../../orchestrator/runtime/settings.ts';
import { heading, includeCustom, type ConfigurationFile } from './file.ts';

const hostPort = ({ host, port }: Address): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

export const pjsipConf: ConfigurationFile = {
  name: 'pjsip.conf',
  text: ({ sip, folders }) => `${heading('SIP')}
[global]
type = global
; Disclosed to everybody who sends a packet: no product, no version.
user_agent = SIP
default_realm = phones
; By name first: a trunk known by 127.0.0.1 would otherwise swallow the browsers' REGISTER.
endpoint_identifier_order = username,ip,anonymous
; ;phone-context=... and the like do not belong to the number.
ignore_uri_user_options = yes
keep_alive_interval = 30
mwi_disable_initial_unsolicited = yes
disable_multi_domain = yes

[phones-udp]
type = transport
protocol = udp
bind = ${hostPort(sip)}

[phones-tcp]
type = transport
protocol = tcp
bind = ${hostPort(sip)}

; Browsers, by way of the HTTP server. The address is where their RTP is bound.
[phones-ws]
type = transport
protocol = ws
bind = ${hostPort(sip)}

${includeCustom(folders, 'pjsip_custom.conf')}`,
};

/** Types of SIP objects by the module that registers them (their section in sorcery.conf). */
const pushed: Record<string, string[]> = {
  res_pjsip: ['endpoint', 'auth', 'aor'],
  res_pjsip_endpoint_identifier_ip: ['identify'],
  res_pjsip_outbound_registration: ['registration'],
};

export const sorceryConf: ConfigurationFile = {
  name: 'sorcery.conf',
  text: () =>
    `${heading('Where SIP objects come from: files first, then what is pushed over ARI (in memory)')}${Object.entries(
      pushed,
    )
      .map(
        ([module, types]) =>
          `\n[${module}]\n${types.map(type => `${type} = config,pjsip.conf,criteria=type=${type}\n${type} = memory\n`).join('')}`,
      )
      .join('')}`,
};

export const rtpConf: ConfigurationFile = {
  name: 'rtp.conf',
  text: ({ rtp, folders }) => `${heading('RTP')}
[general]
rtpstart = ${rtp.from}
rtpend = ${rtp.to}
${includeCustom(folders, 'rtp_custom.conf')}`,
};
