// Elements with attributes and children. Strings become text nodes, so nothing a model or a reader wrote becomes markup.

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string;

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** An HTML element; an attribute that is `true` is set empty, one that is `false` or undefined is left out. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

/**
 * A number with thousands separated and at most three decimals, as in English text. Written out: the first number that a
 * page formats by `toLocaleString` costs it 50 ms in one task.
 */
export function formatCount(value: number): string {
  const [whole, decimals] = String(Math.round(value * 1000) / 1000).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals ? `${grouped}.${decimals}` : grouped;
}

/** A share as a percentage with at most so many decimals (three or fewer). */
export const formatPercent = (share: number, decimals = 0): string =>
  `${formatCount(Number((share * 100).toFixed(decimals)))}%`;
