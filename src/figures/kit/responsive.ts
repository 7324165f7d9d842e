// A picture that is drawn anew when the room for it changes.
import {html} from "./dom.js";

export interface Responsive {
  readonly element: HTMLElement;
  /** Draw again at the same width. */
  redraw(): void;
}

/** Draws at the width there is, in whole CSS pixels within [least, most]; at `width` where one is given. */
export function responsive(
  draw: (width: number) => Node,
  {least = 300, most = 900, width}: {least?: number; most?: number; width?: number} = {}
): Responsive {
  const element = html("div");
  let shown = 0;
  const redraw = (): void => element.replaceChildren(draw(shown));
  const fit = (available: number): void => {
    const next = Math.max(least, Math.min(most, Math.round(available)));
    if (next === shown) return;
    shown = next;
    redraw();
  };
  fit(width ?? 720);
  if (width === undefined && typeof ResizeObserver !== "undefined") {
    new ResizeObserver(([entry]) => fit(entry.contentRect.width)).observe(element);
  }
  return {element, redraw};
}
