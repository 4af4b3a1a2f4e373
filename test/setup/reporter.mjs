/**
 * Mocha's `spec` reporter, which also appends "<passed> <failed>" to the file named by PHONES_TEST_TOTALS. A run
 * that is over but does not end (a socket, a timer, a child process was left) is ended with status 1.
 */
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

const patienceMs = 10_000;

function endAnyhow() {
  const left = process.getActiveResourcesInfo().join(', ');
  process.stderr.write(`The tests are over, but something keeps the process: ${left}\n`);
  // Mocha sets the status once more when the process exits.
  process.on('exit', () => {
    process.exitCode = 1;
  });
  process.exit(1);
}

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env.PHONES_TEST_TOTALS;
      setTimeout(endAnyhow, patienceMs).unref();
      if (file) appendFileSync(file, `${this.stats.passes} ${this.stats.failures}\n`);
    });
  }
}
