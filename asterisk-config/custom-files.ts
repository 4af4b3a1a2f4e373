/** The files that belong to the telephony engineers: made at the first start, then never touched. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const theirs = `; This file is yours: #phones made it once and never writes to it again.
; What you can hook into is described in asterisk-config/README.md. "phones doctor" checks it.`;

const texts: Record<string, string> = {
  'extensions_custom.conf': `${theirs}
; Take changes over with: phones pbx 'dialplan reload'

; Before #phones gets a call of a line. You may change PHONES_DIALLED, CHANNEL(language), CALLERID(num), ...
; End with Return().
;[phones-before-inbound]
;exten => _X!,1,Set(CHANNEL(language)=en)
; same => n,Return()

; When a call of a line has ended.
;[phones-after-inbound]
;exten => _X!,1,Log(NOTICE,call to \${PHONES_DIALLED} over line \${PHONES_LINE} has ended)
; same => n,Return()

; The same for what agents dial on their own phones: phones-before-agents, phones-after-agents.

; Emergency targets of lines: who is called while #phones is away. Return() leads to the excuse and busy.
;[phones-emergency]
;exten => 112,1,Dial(PJSIP/reception,30)
; same => n,Return()

; A line of kind "dialplan": outbound calls come to its context; inbound ones go on to phones-inbound.
;[my-carrier]
;exten => _X!,1,Dial(PJSIP/\${EXTEN}@my-carrier)
;[from-my-carrier]
;exten => _X!,1,Set(PHONES_LINE=7)
; same => n,Goto(phones-inbound,\${EXTEN},1)
`,
  'pjsip_custom.conf': `${theirs}
; Take changes over with: phones pbx 'pjsip reload'. Transports change only at a restart of Asterisk.

; Add to a section of ours by (+). Asterisk behind NAT:
;[phones-udp](+)
;external_signaling_address = 203.0.113.7
;external_media_address = 203.0.113.7
;local_net = 192.168.0.0/16

; An endpoint of your own, whose calls come to #phones as those of line 7:
;[my-carrier]
;type = endpoint
;context = from-my-carrier
;transport = phones-udp
;disallow = all
;allow = alaw,ulaw
;aors = my-carrier
;[my-carrier]
;type = aor
;contact = sip:sip.example.org
;[my-carrier]
;type = identify
;endpoint = my-carrier
;match = sip.example.org
`,
  'rtp_custom.conf': `${theirs}
; It is included in [general] of rtp.conf. Take changes over with: phones pbx 'module reload res_rtp_asterisk.so'
; The port range is the setting PHONES_RTP.

;stunaddr = stun.example.org:3478
;[ice_host_candidates]
;192.168.1.10 => 203.0.113.7
`,
  'musiconhold_custom.conf': `${theirs}
; Take changes over with: phones pbx 'moh reload'. Queue campaigns name a class.

;[summer]
;mode = files
;directory = /srv/music/summer
; Other music for everybody:
;[default](+)
;directory = /srv/music
`,
  'modules_custom.conf': `${theirs}
; It is included in [modules] of modules.conf. Takes effect at a restart of Asterisk.

;load = func_curl.so
`,
  'logger_custom.conf': `${theirs}
; It is included in [logfiles] of logger.conf. Take changes over with: phones pbx 'logger reload'

;verbose.log => verbose(3)
`,
  'stasis_custom.conf': `${theirs}
; More messages of Asterisk's bus that shall not be made: decline = <type>
; Those that #phones declines already stand in stasis.conf.
`,
  'queues_custom.conf': `${theirs}
; Queues of app_queue, for dialplans of your own. Take changes over with: phones pbx 'queue reload all'
`,
};

/** Names of the files, for the checks. */
export const customFileNames = Object.keys(texts);

/** Creates the files that are missing in `folder`, and its folder for sounds (played as custom/NAME). */
export async function writeCustomFiles(folder: string): Promise<void> {
  await mkdir(join(folder, 'sounds'), { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(texts)) {
    try {
      await writeFile(join(folder, name), text, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
