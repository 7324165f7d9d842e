// The cost of a step as a line through measured steps: so much for the step itself (the weights are read once), so much a
// row through the linear layers, so much a query row of the rectangular attention (there are as many for each sample as for
// the longest), so much a query-slot pair of it, so much a cached slot (which is read whatever looks at it). Approximate: products of few rows cost less a row than those of many. Residuals are
// relative, so that small steps count as much as large ones.

/** Milliseconds per step, per row, per query row of the attention, per query-slot pair and per cached slot. */
export interface StepCost {
  readonly step: number;
  readonly row: number;
  readonly query: number;
  readonly slot: number;
  readonly cached: number;
}

/** What a step, or a sum of steps, consists of; the names are those of the counters. */
export interface StepWork {
  /** steps; default 1 */
  readonly steps?: number;
  readonly rows: number;
  /** batch size × rows of the sample that has most */
  readonly attentionRows: number;
  readonly attentionSlots: number;
  /** batch size × longest cache, summed over the steps */
  readonly cachedSlots: number;
}

/** A timed step of a batch, behind so many cached slots of each sample. */
export interface GridStep {
  readonly batchSize: number;
  /** of the sample that has most */
  readonly rowsPerSample: number;
  /** of all samples */
  readonly rows: number;
  readonly cachedSlots: number;
}

/** What it consists of. */
export function workOf({batchSize, rowsPerSample, rows, cachedSlots}: GridStep): StepWork {
  const attentionRows = batchSize * rowsPerSample;
  const cache = cachedSlots + rowsPerSample;
  return {rows, attentionRows, attentionSlots: attentionRows * cache, cachedSlots: batchSize * cache};
}

/** The non-negative coefficients that fit measured steps best. Throws without measurements. */
export function fitStepCost(measured: readonly (StepWork & {readonly ms: number})[]): StepCost {
  if (measured.length === 0) throw new Error("fitStepCost: no measurements");
  const [step, row, query, slot, cached] = fitColumns(measured.map((work) => ({columns: partsOf(work), ms: work.ms})));
  return {step, row, query, slot, cached};
}

/** Non-negative coefficients of columns, whose products' sums are nearest to the times, relatively. */
export function fitColumns(measured: readonly {readonly columns: readonly number[]; readonly ms: number}[]): number[] {
  const lines = measured.map(({columns, ms}) => columns.map((part) => part / ms));
  const all = Array.from(measured[0].columns.keys());
  let used = all;
  for (;;) {
    const solution = leastSquares(lines.map((line) => used.map((k) => line[k])));
    const worst = solution.reduce((low, value, k) => (value < solution[low] ? k : low), 0);
    if (used.length === 1 || solution[worst] >= 0) {
      return all.map((k) => Math.max(solution[used.indexOf(k)] ?? 0, 0));
    }
    used = used.filter((_, k) => k !== worst);
  }
}

/** Predicted milliseconds. */
export function predictedMs({step, row, query, slot, cached}: StepCost, work: StepWork): number {
  return [step, row, query, slot, cached].reduce((ms, each, k) => ms + each * partsOf(work)[k], 0);
}

const partsOf = ({steps = 1, rows, attentionRows, attentionSlots, cachedSlots}: StepWork) => [
  steps,
  rows,
  attentionRows,
  attentionSlots,
  cachedSlots
];

/** x that makes every line's product with it nearest to 1, by the normal equations. */
function leastSquares(lines: readonly (readonly number[])[]): number[] {
  const n = lines[0].length;
  const sums = Array.from({length: n}, (_, i) => [
    ...Array.from({length: n}, (_, j) => lines.reduce((sum, line) => sum + line[i] * line[j], 0)),
    lines.reduce((sum, line) => sum + line[i], 0)
  ]);
  for (let pivot = 0; pivot < n; pivot++) {
    for (let row = 0; row < n; row++) {
      const factor = sums[row][pivot] / sums[pivot][pivot];
      // a column that depends on those before it is left out
      if (row === pivot || !Number.isFinite(factor)) continue;
      for (let column = pivot; column <= n; column++) sums[row][column] -= factor * sums[pivot][column];
    }
  }
  return sums.map((row, i) => (Math.abs(row[i]) > 1e-300 ? row[n] / row[i] : 0));
}
