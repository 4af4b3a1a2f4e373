/** Structured log lines on stdout. Secrets are redacted here, once, for every part (S17). */
import pino from 'pino';
import type { Settings } from './settings.ts';

export type Log = pino.Logger;

const secretMembers = ['password', 'secret', 'sipSecret', 'token', 'authorization', 'cookie', 'url'];

export function createLog(level: Settings['log'], destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact: {
      paths: secretMembers.flatMap(name => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
