/** A server that understands, as asr_server.py of vosk-server: an answer to each message but the configuration, the last one to eof. */
import { WebSocketServer } from 'ws';
import { level } from './audio.ts';

export interface RecogniserServer {
  port: number;
  /** Settings that it got. */
  configurations: string[];
  /** All that was said to it. */
  sound(): Int16Array;
  close(): void;
}

/** Takes everything that is loud enough for `words`. */
export async function startRecogniserServer(words: string): Promise<RecogniserServer> {
  const sound: Buffer[] = [];
  const configurations: string[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise(resolve => server.once('listening', resolve));
  server.on('connection', socket => {
    const heard: Buffer[] = [];
    socket.on('message', (data, isBinary) => {
      const text = isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8');
      if (text.includes('config')) return void configurations.push(text);
      if (text.includes('eof')) {
        const loud = level(pcmOf(Buffer.concat(heard))) > -40;
        socket.send(JSON.stringify({ text: loud ? words : '', result: [{ conf: 0.9, word: words }] }));
        return socket.close();
      }
      if (Buffer.isBuffer(data)) {
        heard.push(data);
        sound.push(data);
      }
      socket.send('{"partial": ""}');
    });
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    configurations,
    sound: () => pcmOf(Buffer.concat(sound)),
    close: () => server.close(),
  };
}

const pcmOf = (bytes: Buffer): Int16Array =>
  new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 2)));
