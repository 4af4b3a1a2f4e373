/**
 * Runs inside the page before its own scripts (not bound by the page's content security policy): keeps the
 * page's RTCPeerConnections, so that a test can measure what the browser really hears and sends.
 */
{
  const peers = [];
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      peers.push(this);
    }
  };

  const current = () => peers.findLast(peer => peer.connectionState === 'connected');
  let context = null;

  /** About half a second of what the browser plays, as 16-bit samples at 8 kHz; empty without a call. */
  async function heard() {
    const receiver = current()
      ?.getReceivers()
      .find(({ track }) => track.kind === 'audio');
    if (!receiver) return [];
    context ??= new AudioContext({ sampleRate: 8000 });
    await context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    const source = context.createMediaStreamSource(new MediaStream([receiver.track]));
    source.connect(analyser);
    const from = context.currentTime;
    while (context.currentTime < from + 0.6) await new Promise(resolve => setTimeout(resolve, 20));
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    source.disconnect();
    return Array.from(samples, sample => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
  }

  /** RTP statistics of the call, null without one. */
  async function statistics() {
    const report = await current()?.getStats();
    if (!report) return null;
    const all = [...report.values()];
    const find = type => all.find(entry => entry.type === type && entry.kind === 'audio');
    const inbound = find('inbound-rtp');
    const outbound = find('outbound-rtp');
    return {
      received: inbound?.packetsReceived ?? 0,
      lost: inbound?.packetsLost ?? 0,
      jitterMs: (inbound?.jitter ?? 0) * 1000,
      energy: inbound?.totalAudioEnergy ?? 0,
      sent: outbound?.packetsSent ?? 0,
      codec: all.find(entry => entry.id === inbound?.codecId)?.mimeType ?? '',
    };
  }

  globalThis.phonesTest = { heard, statistics };
}
