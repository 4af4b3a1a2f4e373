/** Small sorted arrays. Moving some thousand numbers in memory is cheaper than any tree. */

/** Inserts before the first element that is greater; equal ones keep their order of arrival. */
export function insertSorted<T>(list: T[], item: T, compare: (a: T, b: T) => number): void {
  let low = 0;
  let high = list.length;
  // Newcomers belong to the end nearly always.
  const last = list.at(-1);
  if (last === undefined || compare(last, item) <= 0) {
    list.push(item);
    return;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = list[middle];
    if (there !== undefined && compare(there, item) <= 0) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, item);
}

/** Removes an item if it is there. */
export function removeSorted<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  // The head goes nearly always, and shift moves nothing in a long array.
  if (index === 0) list.shift();
  else if (index > 0) list.splice(index, 1);
}
