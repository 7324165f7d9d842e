// A network as a tower of layers, the first at the bottom: choosing a layer takes it out, with those above it where more
// than one is taken, and the bar beside each says what a block from there on would cost.
import {html} from "./dom.js";

export interface TowerState {
  /** what is left out, layers from 1; undefined for nothing */
  readonly block: {readonly first: number; readonly count: number} | undefined;
  /** what leaving out a block from this layer on costs more than the whole [layers] */
  readonly costs: readonly number[];
}

export interface LayerTower {
  readonly element: HTMLElement;
  show(state: TowerState): void;
}

/** The tower; `choose` is told the first layer to take out, or 0 to put all back. One stop of the Tab key. */
export function layerTower(layers: number, choose: (first: number) => void): LayerTower {
  let taken = 0;
  const rows = Array.from({length: layers}, (_, i) => {
    const button = html("button", {type: "button", tabindex: -1});
    const bar = html("span", {class: "tower-bar", "aria-hidden": "true"});
    const value = html("span", {class: "tower-value", "aria-hidden": "true"});
    const row = html("div", {class: "tower-row"}, button, bar, value);
    button.addEventListener("click", () => choose(i + 1 === taken ? 0 : i + 1));
    return {button, bar, value, row};
  });
  const element = html(
    "div",
    {class: "tower", role: "group", "aria-label": "Layers, the last on top; arrow keys go from layer to layer"},
    ...rows.map(({row}) => row).reverse()
  );
  element.addEventListener("keydown", (event) => {
    const from = rows.findIndex(({button}) => button === event.target);
    const steps: Readonly<Record<string, number>> = {ArrowUp: from + 1, ArrowDown: from - 1, Home: 0, End: layers - 1};
    const to = rows[steps[event.key] ?? -1] as (typeof rows)[number] | undefined;
    if (from < 0 || !to) return;
    event.preventDefault();
    stop(rows.indexOf(to));
    to.button.focus();
  });
  const stop = (place: number): void => rows.forEach(({button}, i) => (button.tabIndex = i === place ? 0 : -1));
  return {
    element,
    show({block, costs}) {
      taken = block?.first ?? 0;
      // the costliest would leave no bar for the others
      const sorted = [...costs].sort((a, b) => a - b);
      const full = Math.max(6 * sorted[sorted.length >> 1], 1e-9);
      const focused = rows.findIndex(({button}) => button === button.ownerDocument.activeElement);
      rows.forEach(({button, bar, value, row}, i) => {
        const out = block !== undefined && i + 1 >= block.first && i + 1 < block.first + block.count;
        const cost = costs[i];
        const more = `${cost < 0 ? "−" : "+"}${Math.abs(cost).toFixed(2)}`;
        button.textContent = `layer ${i + 1}`;
        button.setAttribute("aria-pressed", String(out));
        button.setAttribute("aria-label", `Layer ${i + 1}${out ? ", taken out" : ""}; a block from here on costs ${more} bits per byte`); // prettier-ignore
        row.classList.toggle("out", out);
        bar.style.setProperty("--share", `${(100 * Math.max(0, Math.min(1, cost / full))).toFixed(1)}%`);
        bar.classList.toggle("cut", cost > full);
        value.textContent = more;
      });
      stop(focused >= 0 ? focused : Math.max(0, taken - 1));
    }
  };
}
