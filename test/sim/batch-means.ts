/**
 * Mean and confidence of a figure of one long simulation: neighbours depend on each other, so the run is cut
 * into batches, whose means nearly do not (Law, "Simulation Modeling and Analysis", ch. 9).
 */

const batches = 20;
/** Student's t for 19 degrees of freedom, 99.9 % two-sided. */
const t = 3.883;

export interface Interval {
  mean: number;
  /** Half the width of the 99.9 % confidence interval. */
  half: number;
}

export function batchMeans(values: readonly number[]): Interval {
  const size = Math.floor(values.length / batches);
  const means = Array.from({ length: batches }, (_, i) => mean(values.slice(i * size, (i + 1) * size)));
  const all = mean(means);
  const variance = means.reduce((sum, value) => sum + (value - all) ** 2, 0) / (batches - 1);
  return { mean: all, half: t * Math.sqrt(variance / batches) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
