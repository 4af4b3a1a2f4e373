/** A configuration out of a journal of before calls of operators: what lines and services learned since has its default. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { upToDate } from '../../orchestrator/core/configuration/lookup.ts';
import { TollRules, type Configuration } from '../../orchestrator/core/configuration/schemas.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';

describe('a configuration of before', () => {
  it('has the rules of its lines and the calls of its services by default', () => {
    const before = JSON.parse(
      JSON.stringify(sampleConfiguration(), (name, value: unknown) =>
        ['blockedPrefixes', 'toll', 'outboundLineIds'].includes(name) ? undefined : value,
      ),
    ) as Configuration;
    const { lines, services } = upToDate(before);
    for (const { blockedPrefixes, toll } of lines) {
      expect(blockedPrefixes).to.deep.equal([]);
      expect(toll).to.deep.equal(TollRules.parse({}));
    }
    for (const { outboundLineIds } of services) expect(outboundLineIds).to.deep.equal([]);
  });
});
