// Paths through points of which some are missing.

/** A line through neighbouring points, and bridges over the gaps between them. */
export function linePath(points: readonly (readonly [number, number] | undefined)[]): {
  readonly solid: string;
  readonly bridges: string;
} {
  let [solid, bridges] = ["", ""];
  let before: number | undefined;
  points.forEach((point, i) => {
    if (!point) return;
    if (before === i - 1) solid += `L${point}`;
    else {
      if (before !== undefined) bridges += `M${points[before]}L${point}`;
      solid += `M${point}`;
    }
    before = i;
  });
  return {solid, bridges};
}

/** The area between two lines; [x, low, high]. A place without neighbours is an upright bar of two pixels. */
export function bandPath(bands: readonly (readonly [number, number, number] | undefined)[]): string {
  const runs: (readonly [number, number, number])[][] = [];
  bands.forEach((band, i) => {
    if (!band) return;
    if (i > 0 && bands[i - 1]) runs.at(-1)!.push(band);
    else runs.push([band]);
  });
  return runs
    .map((run) => {
      const [[x, low, high]] = run;
      if (run.length === 1) return low === high ? "" : `M${x - 1},${low}H${x + 1}V${high}H${x - 1}Z`;
      const there = run.map(([px, bottom]) => `${px},${bottom}`);
      const back = run.map(([px, , top]) => `${px},${top}`).reverse();
      return `M${[...there, ...back].join("L")}Z`;
    })
    .join("");
}
