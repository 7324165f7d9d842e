// The legend of token kinds: shape, colour and name; the meaning as a title.
import {html, svg} from "./dom.js";
import {tokenKindNames, tokenKinds} from "./tokenKinds.js";
import type {TokenKind} from "./tokenKinds.js";

export interface LegendOptions {
  /** which kinds, in this order; default all */
  readonly kinds?: readonly TokenKind[];
}

/** A list of token kinds. */
export function legend({kinds = tokenKindNames}: LegendOptions = {}): HTMLUListElement {
  return html(
    "ul",
    {class: "legend", "aria-label": "Kinds of token"},
    ...kinds.map((kind) => {
      const {label, meaning} = tokenKinds[kind];
      const shape = svg(
        "svg",
        {width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true"},
        kindPath(kind, 7, 7, 14)
      );
      return html("li", {title: meaning}, shape, label);
    })
  );
}

/** One token's shape, drawn as the figures draw it. */
export function kindPath(kind: TokenKind, x: number, y: number, size: number): SVGPathElement {
  return svg("path", {class: `kind kind-${kind}`, d: tokenKinds[kind].path(x, y, size)});
}
