/** The log of a server: everything as JSON lines in `log/phones.log`, warnings and errors also on the terminal. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { createLog, type Log } from '../runtime/log.ts';
import type { Settings } from '../runtime/settings.ts';

const maximumBytes = 20_000_000;
/** phones.log, phones.log.1 ... phones.log.4 */
const kept = 5;

/** Appends to a file and starts a new one when it is full. A full disk loses log lines, not calls (F10). */
function rotatingFile(file: string): pino.DestinationStream {
  let fd = openSync(file, 'a', 0o600);
  let size = fstatSync(fd).size;
  function rotate(): void {
    closeSync(fd);
    for (let n = kept - 1; n > 0; n--) {
      const older = n === 1 ? file : `${file}.${n - 1}`;
      try {
        renameSync(older, `${file}.${n}`);
      } catch {
        // there are not that many yet
      }
    }
    fd = openSync(file, 'a', 0o600);
    size = 0;
  }
  return {
    write(line) {
      try {
        if (size > maximumBytes) rotate();
        size += writeSync(fd, line);
      } catch {
        // the disk is full or the folder is gone; the health page and doctor say so
      }
    },
  };
}

/** A log line as people read it: time, level, message, cause. */
function readable(line: string): string {
  const entry = JSON.parse(line) as Record<string, unknown>;
  const level = Number(entry.level) >= 50 ? 'error' : 'warning';
  const cause = entry.err ?? entry.error;
  const reason =
    typeof cause === 'object' && cause !== null && 'message' in cause ? `: ${String(cause.message)}` : '';
  return `${new Date(Number(entry.time)).toTimeString().slice(0, 8)} ${level}: ${typeof entry.msg === 'string' ? entry.msg : ''}${reason}\n`;
}

export function logFile(home: string): string {
  return join(home, 'log', 'phones.log');
}

/** Opens the log of a server whose state folder exists. */
export function openLog({ home, log }: Settings, terminal: { write(text: string): unknown }): Log {
  mkdirSync(join(home, 'log'), { recursive: true });
  const people: pino.DestinationStream = { write: line => void terminal.write(readable(line)) };
  const streams = pino.multistream([
    { level: log, stream: rotatingFile(logFile(home)) },
    { level: 'warn', stream: people },
  ]);
  return createLog(log, streams);
}
