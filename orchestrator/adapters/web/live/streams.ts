/**
 * The live view as server-sent events (HTML standard, 9.2): whole views, the newest only. A reader that
 * cannot keep up misses views, never gets old ones, and holds no more than one in its buffer (F16).
 */
import type { Response } from 'express';
import { PhonesError } from '../../../runtime/errors.ts';
import type { WebDeps } from '../deps.ts';
import type { Identity } from '../identity.ts';
import type { Watch } from '../watch.ts';

/** At most four views a second. */
const everyMs = 250;
/** Also when nothing happened, so that a page can tell silence from a dead link. */
const atLeastMs = 4000;
const mostStreams = 500;

interface Stream {
  res: Response;
  /** The reader's buffer is full; it gets the newest view when it has drained. */
  full: boolean;
  /** A view passed it by meanwhile. */
  missed: boolean;
}

export interface LiveStreams {
  /** Makes the response a stream. `lastEventId` = seq of the view that the reader already has. */
  open(identity: Identity, res: Response, lastEventId: string | undefined): void;
  /** An event without content to every reader: what it names is to be asked for. */
  tell(event: 'messages'): void;
  count(): number;
  close(): void;
}

export function createLiveStreams(deps: Pick<WebDeps, 'engine'>, watch: Watch): LiveStreams {
  const { engine } = deps;
  const streams = new Set<Stream>();
  let timer: NodeJS.Timeout | null = null;
  let lastAt = 0;

  const currentEvent = (): { seq: number; text: string } => {
    const view = engine.liveView();
    return { seq: view.seq, text: `event: live\nid: ${view.seq}\ndata: ${JSON.stringify(view)}\n\n` };
  };
  function send(stream: Stream, event: { seq: number; text: string }): void {
    stream.missed = false;
    stream.full = !stream.res.write(event.text);
  }
  function sendAll(): void {
    timer = null;
    lastAt = Date.now();
    const event = currentEvent();
    for (const stream of streams)
      if (stream.full) stream.missed = true;
      else send(stream, event);
  }
  const stopFacts = engine.onFacts(() => {
    if (streams.size === 0 || timer) return;
    timer = setTimeout(sendAll, Math.max(0, lastAt + everyMs - Date.now()));
  });
  const heartbeat = setInterval(() => {
    if (streams.size > 0 && !timer && Date.now() - lastAt >= atLeastMs) sendAll();
  }, atLeastMs / 4);
  heartbeat.unref();

  return {
    open(identity, res, lastEventId) {
      if (streams.size >= mostStreams)
        throw new PhonesError('tooManyStreams', 'too many live pages are open');
      const stream: Stream = { res, full: false, missed: false };
      res.status(200).set({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      res.write('retry: 1000\n\n');
      streams.add(stream);
      const unwatch = watch.add(identity, () => res.end());
      res.on('drain', () => {
        stream.full = false;
        if (stream.missed) send(stream, currentEvent());
      });
      res.on('close', () => {
        streams.delete(stream);
        unwatch();
      });
      const event = currentEvent();
      if (lastEventId !== String(event.seq)) send(stream, event);
    },
    tell(event) {
      for (const { res } of streams) res.write(`event: ${event}\ndata: {}\n\n`);
    },
    count: () => streams.size,
    close() {
      stopFacts();
      clearInterval(heartbeat);
      if (timer) clearTimeout(timer);
      for (const { res } of streams) res.end();
    },
  };
}
