/** Files of a few lines each. */
import { heading, includeCustom, type ConfigurationFile } from './file.ts';

const musicOnHold: ConfigurationFile = {
  name: 'musiconhold.conf',
  text: ({ folders }) => `${heading('Music on hold')}
[default]
mode = files
directory = ${folders.data}/moh
sort = random

${includeCustom(folders, 'musiconhold_custom.conf')}`,
};

const logger: ConfigurationFile = {
  name: 'logger.conf',
  text: ({ folders }) => `${heading('Logs')}
[general]
dateformat = %F %T.%3q
queue_log = no

[logfiles]
messages.log => notice,warning,error
security.log => security
${includeCustom(folders, 'logger_custom.conf')}`,
};

/** Call progress tones: ITU-T E.180 supplement 2, as in Debian's file. */
const indications: ConfigurationFile = {
  name: 'indications.conf',
  text: ({ language }) => `${heading('Tones')}
[general]
country = ${language === 'it' ? 'it' : 'uk'}

[it]
description = Italy
ringcadence = 1000,4000
dial = 425/200,0/200,425/600,0/1000
busy = 425/500,0/500
ring = 425/1000,0/4000
congestion = 425/200,0/200
callwaiting = 425/400,0/100,425/250,0/100,425/150,0/14000
dialrecall = 470/400,425/400
record = 1400/400,0/15000
info = !950/330,!1400/330,!1800/330,!0/1000,!950/330,!1400/330,!1800/330,!0/1000,!950/330,!1400/330,!1800/330,!0/1000,0
stutter = 470/400,425/400

[uk]
description = United Kingdom
ringcadence = 400,200,400,2000
dial = 350+440
busy = 400/375,0/375
ring = 400+450/400,0/200,400+450/400,0/2000
congestion = 400/400,0/350,400/225,0/525
callwaiting = 400/100,0/4000
dialrecall = 350+440
record = 1400/500,0/60000
info = 950/330,0/15,1400/330,0/15,1800/330,0/1000
stutter = 350+440
`,
};

const queues: ConfigurationFile = {
  name: 'queues.conf',
  text: ({ folders }) => `${heading('Queues of app_queue: none of ours; #phones queues by itself')}
[general]
persistentmembers = no
${includeCustom(folders, 'queues_custom.conf')}`,
};

/**
 * Messages of Asterisk's own bus that nobody here reads (AMI, CDR and CEL are off, and ARI's event filter drops
 * them). Each would be made, handed through a queue and, for a channel of our application, turned into JSON
 * before the filter sees it: of the 68 events of a two-legged call 46 are set variables.
 */
const unreadMessages = [
  'ast_channel_varset_type',
  'ast_channel_dtmf_begin_type',
  'ast_channel_flash_type',
  'ast_channel_wink_type',
  'ast_channel_hangup_handler_type',
  'ast_channel_moh_start_type',
  'ast_channel_moh_stop_type',
  'ast_channel_chanspy_start_type',
  'ast_channel_chanspy_stop_type',
  'ast_channel_mixmonitor_start_type',
  'ast_channel_mixmonitor_stop_type',
  'ast_channel_talking_start',
  'ast_channel_talking_stop',
  'ast_multi_user_event_type',
  'ast_rtp_rtcp_sent_type',
  'ast_rtp_rtcp_received_type',
  'cel_generic_type',
];

const bus: ConfigurationFile = {
  name: 'stasis.conf',
  text: ({ folders }) => `${heading("Asterisk's bus: messages that nobody here reads are not made")}
[declined_message_types]
${unreadMessages.map(type => `decline = ${type}`).join('\n')}
${includeCustom(folders, 'stasis_custom.conf')}`,
};

/** Parts of Asterisk that #phones does not use: shut, so that they neither listen nor cost. */
const shut = (name: string, about: string, section = 'general'): ConfigurationFile => ({
  name,
  text: () => `${heading(about)}\n[${section}]\nenabled = no\n`,
});

/** Files that Asterisk asks for at start, and complains about when they are missing; they hold only defaults. */
const withDefaults = [
  'acl',
  'amd',
  'ccss',
  'chan_websocket',
  'codecs',
  'dnsmgr',
  'dsp',
  'pjproject',
  'pjsip_notify',
  'queuerules',
  'udptl',
  'websocket_client',
].map((name): ConfigurationFile => ({ name: `${name}.conf`, text: () => heading('Defaults') }));

export const smallFiles: ConfigurationFile[] = [
  musicOnHold,
  logger,
  indications,
  queues,
  bus,
  shut('manager.conf', 'Manager interface (AMI): off'),
  { name: 'cdr.conf', text: () => `${heading('Call detail records: off')}\n[general]\nenable = no\n` },
  { name: 'cel.conf', text: () => `${heading('Channel event logging: off')}\n[general]\nenable = no\n` },
  { name: 'features.conf', text: () => `${heading('Features by digits: none')}\n[general]\n[featuremap]\n` },
  {
    name: 'cli_aliases.conf',
    text: () =>
      `${heading('Short forms on the console')}\n[general]\ntemplate = phones\n\n[phones]\nreload = module reload\nhelp = core show help\n`,
  },
  ...withDefaults,
];
