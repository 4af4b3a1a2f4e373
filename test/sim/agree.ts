import { expect } from 'chai';
import { batchMeans } from './batch-means.ts';

/** The formula's value must lie within the confidence interval of what was simulated. */
export function agree(what: string, values: readonly number[], expected: number): void {
  const { mean, half } = batchMeans(values);
  const say = `${what}: simulated ${mean.toFixed(5)} ± ${half.toFixed(5)}, formula ${expected}`;
  expect(Math.abs(mean - expected), say).to.be.at.most(half);
  // An interval so wide that anything fits says nothing.
  expect(half, say).to.be.at.most(Math.max(0.3 * expected, 0.02));
}
