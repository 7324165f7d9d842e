// A drawing that is made again when the room for it changes.

export interface ResponsiveOptions {
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
  /** drawn so wide before there is any layout; default 720 */
  readonly initial?: number;
  /** default 280 */
  readonly least?: number;
  /** default 1100 */
  readonly most?: number;
}

/** Calls `draw` with the width to draw at, now and whenever the width of `stage` changes. */
export function responsive(
  stage: HTMLElement,
  draw: (width: number) => void,
  {width, initial = 720, least = 280, most = 1100}: ResponsiveOptions = {}
): void {
  let shown = 0;
  const fit = (available: number): void => {
    const next = Math.max(least, Math.min(most, Math.round(available)));
    if (next === shown) return;
    shown = next;
    draw(next);
  };
  fit(width ?? initial);
  if (width === undefined && typeof ResizeObserver !== "undefined") {
    new ResizeObserver(([entry]) => {
      if (entry.contentRect.width > 0) fit(entry.contentRect.width);
    }).observe(stage);
  }
}
