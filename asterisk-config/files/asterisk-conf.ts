import { libraryFolder } from '../root.ts';
import { heading, type ConfigurationFile } from './file.ts';

export const asteriskConf: ConfigurationFile = {
  name: 'asterisk.conf',
  text: ({ folders, root, language }) => `${heading('Folders and options')}
[directories]
astetcdir => ${folders.etc}
astmoddir => ${libraryFolder(root)}/asterisk/modules
astvarlibdir => ${folders.lib}
astdbdir => ${folders.db}
astkeydir => ${folders.lib}
astdatadir => ${folders.data}
astagidir => ${folders.data}/agi-bin
astspooldir => ${folders.spool}
astrundir => ${folders.run}
astlogdir => ${folders.log}
astcachedir => ${folders.cache}
astsbindir => ${root}/usr/sbin

[options]
; Functions that touch files or run programs stay shut for ARI and for what callers send.
live_dangerously = no
disable_remote_console_shell = yes
hideconnect = yes
languageprefix = yes
defaultlanguage = ${language}

[files]
astctlpermissions = 0600
`,
};
