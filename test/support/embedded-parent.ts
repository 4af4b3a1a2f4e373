/** Starts an embedded Asterisk (options as JSON in the first argument), says its pid on stdout, and stays until it is killed. */
import { type EmbeddedOptions, startEmbeddedAsterisk } from '../../asterisk-config/run.ts';

const options = JSON.parse(process.argv[2] ?? '') as Omit<EmbeddedOptions, 'log'>;
const silent = (): void => undefined;
const asterisk = await startEmbeddedAsterisk({
  ...options,
  log: { info: silent, warn: silent, error: silent },
});
process.stdout.write(`${asterisk.pid}\n`);
setInterval(silent, 60_000);
