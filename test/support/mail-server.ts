/** A mail server that takes messages and tells what it was told (SMTP, RFC 5321). */
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface MailServer {
  port: number;
  lines: string[];
  close(): void;
}

/** `rcpt` is its answer to each RCPT. */
export async function startMailServer(rcpt = '250 ok'): Promise<MailServer> {
  const lines: string[] = [];
  const server = createServer(socket => {
    let data = false;
    socket.write('220 test\r\n');
    socket.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\r\n').filter(part => part !== '')) {
        lines.push(line);
        if (data && line !== '.') continue;
        if (line === 'DATA') socket.write('354 go\r\n');
        else if (line.startsWith('RCPT')) socket.write(`${rcpt}\r\n`);
        else socket.write('250 ok\r\n');
        data = line === 'DATA';
      }
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    lines,
    close: () => void server.close(),
  };
}
