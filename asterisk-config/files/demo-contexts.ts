/**
 * Dialplan of the simulated callers and operators of `phones start --demo`. It is always there and does
 * nothing by itself: only the demo's lines of kind dialplan and its traffic generator lead here, no endpoint.
 */
export const demoContexts = `; Simulated calls of the demo (orchestrator/demo). 880x is the phone of a simulated operator; any other number
; is what a simulated caller dials.
[phones-demo]
exten => _880X,1,Wait(\${RAND(1,5)})
 same => n,Answer()
 same => n,Goto(phones-demo-voice,operator,1)
exten => _800XXX,1,Goto(phones-inbound,\${EXTEN},1)

; The world outside for manual calls: nothing leaves this machine. Numbers that end in 0 are busy, in 9 nobody answers.
[phones-demo-outside]
exten => _[+0-9].,1,GotoIf($["\${EXTEN:-1}" = "0"]?busy)
 same => n,Ringing()
 same => n,GotoIf($["\${EXTEN:-1}" = "9"]?nobody)
 same => n,Wait(\${RAND(2,4)})
 same => n,Answer()
 same => n,Goto(phones-demo-voice,operator,1)
 same => n(busy),Busy(5)
 same => n,Hangup(17)
 same => n(nobody),Wait(60)
 same => n,Hangup(19)

; What they say until somebody hangs up, for half an hour at most. Pauses are silence that is heard, as from a
; telephone: a Wait would send nothing, which the PhoneBar warns of.
[phones-demo-voice]
exten => operator,1,Set(TIMEOUT(absolute)=1800)
 same => n,Playback(hello)
 same => n(speak),Playback(silence/\${RAND(1,6)})
 same => n,Playback(\${IF($[\${RAND(0,1)}]?one-moment-please:pls-hold-while-try)})
 same => n,Goto(speak)
exten => caller,1,Set(TIMEOUT(absolute)=1800)
 same => n(speak),Playback(silence/\${RAND(1,4)})
 same => n,Playback(\${IF($[\${RAND(0,1)}]?demo-congrats:demo-moreinfo)})
 same => n,Goto(speak)
`;
