/** The wait that is announced is nearly as good as one that knows the true rates, and better than the head of the line (B9). */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { days, simulateAnnouncements } from '../bench/b9-wait-announced.ts';

describe('the wait announced', function () {
  this.timeout(60_000);
  for (const [day, ratesOf] of Object.entries(days))
    it(`on ${day} days, 20 agents`, () => {
      const { own, told, headOfLine, said } = simulateAnnouncements(20, ratesOf(20), 60, 3);
      expect(own / told).to.be.at.most(1.1);
      expect(own / headOfLine).to.be.at.most(1);
      expect(said).to.be.at.least(0.99);
    });
});
