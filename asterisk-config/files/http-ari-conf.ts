import { heading, type ConfigurationFile } from './file.ts';

export const httpConf: ConfigurationFile = {
  name: 'http.conf',
  text: ({ httpPort }) => `${heading('HTTP server of Asterisk, never exposed: loopback only')}
[general]
enabled = yes
bindaddr = 127.0.0.1
bindport = ${httpPort}
enable_static = no
servername =
; Each browser phone holds a session (its SIP socket comes through our own web server); 100 is the default.
sessionlimit = 5000
`,
};

export const ariConf: ConfigurationFile = {
  name: 'ari.conf',
  text: ({ ariUser, ariPassword }) => `${heading('ARI')}
[general]
enabled = yes
pretty = no
; The default, 100 ms, drops a reader that is slow for a moment.
websocket_write_timeout = 5000

[${ariUser}]
type = user
read_only = no
password_format = plain
password = ${ariPassword}
`,
};
