/**
 * The dialplan of #phones. What comes from outside (the dialled number) is filtered once, into
 * PHONES_DIALLED, and only that is used afterwards, so nothing that a caller sends becomes dialplan text
 * (design: S4). Contexts and variables are described in ../README.md.
 */
import { demoContexts } from './demo-contexts.ts';
import { heading, includeCustom, type ConfigurationFile } from './file.ts';

/** Every extension that begins with a digit, letter, +, * or #. */
const anyNumber = '_[0-9a-zA-Z+*#]!';
/** \x2D is the hyphen, which FILTER otherwise takes for a range. */
const filtered = '${FILTER(0-9a-zA-Z+*#._\\x2D,${EXTEN})}';

/** The way of a call into the Stasis application, with the engineers' contexts before and after. */
const entrance = (context: string, hook: string, args: string): string => `[${context}]
; The pattern below would take the end of a call (h) for a number dialled.
exten => h,1,NoOp()
exten => ${anyNumber},1,Set(PHONES_DIALLED=${filtered})
 same => n,ExecIf($[\${DIALPLAN_EXISTS(phones-after-${hook},\${PHONES_DIALLED},1)}]?Set(CHANNEL(hangup_handler_push)=phones-after-${hook},\${PHONES_DIALLED},1))
 same => n,GosubIf($[\${DIALPLAN_EXISTS(phones-before-${hook},\${PHONES_DIALLED},1)}]?phones-before-${hook},\${PHONES_DIALLED},1)
 same => n,Stasis(\${PHONES_APPLICATION},${args},\${PHONES_DIALLED})
; The orchestrator is away: nobody listens for the application.
 same => n,GotoIf($["\${STASISSTATUS}" = "FAILED"]?phones-fallback,s,1)
 same => n,Hangup()
`;

export const extensionsConf: ConfigurationFile = {
  name: 'extensions.conf',
  text: ({ application, folders }) => `${heading('Dialplan')}
[general]
static = yes
writeprotect = yes
autofallthrough = yes
clearglobalvars = no

[globals]
PHONES_APPLICATION = ${application}

; Calls from lines. PHONES_LINE is set on the line's endpoint, or by the engineers' context of a line of kind dialplan.
${entrance('phones-inbound', 'inbound', 'inbound,${PHONES_LINE}')}
; What an agent dials on its own phone. PHONES_AGENT is set on the agent's endpoint.
${entrance('phones-agents', 'agents', 'agent,${PHONES_AGENT}')}
; A flow sends a caller through a context of the engineers (block Dialplan), which ends with Return(). Contexts
; that flows may run are named flow-...; see README.md.
[phones-run]
exten => s,1,Set(PHONES_RUN_CONTEXT=\${FILTER(0-9a-zA-Z_\\x2D,\${PHONES_RUN_CONTEXT})})
 same => n,GotoIf($[\${DIALPLAN_EXISTS(\${PHONES_RUN_CONTEXT},\${PHONES_RUN_EXTENSION},1)} = 0]?missing)
 same => n,Gosub(\${PHONES_RUN_CONTEXT},\${PHONES_RUN_EXTENSION},1)
 same => n,Set(PHONES_RUN_RESULT=done)
 same => n(back),Stasis(\${PHONES_APPLICATION},return,\${PHONES_RUN_RESULT})
 same => n,GotoIf($["\${STASISSTATUS}" = "FAILED"]?phones-fallback,s,1)
 same => n,Hangup()
 same => n(missing),Log(WARNING,a flow asked for the extension \${PHONES_RUN_EXTENSION} of \${PHONES_RUN_CONTEXT} and it is not there)
 same => n,Set(PHONES_RUN_RESULT=missing)
 same => n,Goto(back)

; Calls that nobody takes care of: the emergency target of the line, or a spoken excuse and busy. Not answered
; for the excuse (early media), so that the caller does not pay for it.
[phones-fallback]
exten => s,1,Set(PHONES_TARGET=\${FILTER(0-9+*#,\${PHONES_EMERGENCY})})
 same => n,GotoIf($["\${PHONES_TARGET}" = ""]?excuse)
 same => n,GotoIf($[\${DIALPLAN_EXISTS(phones-emergency,\${PHONES_TARGET},1)} = 0]?unknown)
 same => n,Gosub(phones-emergency,\${PHONES_TARGET},1)
 same => n,Goto(excuse)
 same => n(unknown),Log(WARNING,emergency target \${PHONES_TARGET} of line \${FILTER(0-9,\${PHONES_LINE})} is not in the context phones-emergency)
 same => n(excuse),Progress()
 same => n,Playback(im-sorry&all-circuits-busy-now&please-try-call-later,noanswer)
 same => n,GotoIf($["\${CHANNEL(state)}" != "Up"]?busy)
 same => n,Playtones(busy)
 same => n,Wait(5)
 same => n(busy),Hangup(17)

${demoContexts}
${includeCustom(folders, 'extensions_custom.conf')}`,
};
