// A drawing that is made again when the room for it changes.
import {html} from "./dom.js";
import type {PointedAt} from "./points.js";

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

export interface LiveChart {
  readonly element: HTMLElement;
  /** Draw it anew, as what it shows has changed. */
  redraw(): void;
}

/** A chart with points, as `draw` makes it for a width; a point that has the focus keeps it when it is drawn again. */
export function liveChart(draw: (width: number) => PointedAt, options: ResponsiveOptions = {}): LiveChart {
  const element = html("div", {class: "chart"});
  let shown: PointedAt | undefined;
  let wide = 0;
  const redraw = (): void => {
    const focused = shown?.focused();
    shown = draw(wide);
    element.replaceChildren(shown.element);
    if (focused) shown.focus(focused);
  };
  responsive(
    element,
    (width) => {
      wide = width;
      redraw();
    },
    options
  );
  return {element, redraw};
}

/** The same where nothing changes but the width. */
export const responsiveChart = (draw: (width: number) => PointedAt, options?: ResponsiveOptions): HTMLElement =>
  liveChart(draw, options).element;
