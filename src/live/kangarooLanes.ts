// One lane per method, each with what it has written so far: accepted drafts, the network's own tokens, and, where the
// reader wants them, the drafts that were rejected.
import {html} from "../figures/kit/dom.js";
import type {MethodStep} from "./kangarooMessages.js";
import {methodNames} from "./kangarooMethods.js";
import type {Method} from "./kangarooMethods.js";

export interface Lanes {
  readonly element: HTMLElement;
  /** Empty lanes for these methods and so many texts. */
  begin(chosen: readonly Method[], rows: number): void;
  append(step: MethodStep): void;
  /** A line below the method's name, such as its speed. */
  say(method: Method, words: string): void;
  showRejected(shown: boolean): void;
}

interface Lane {
  readonly said: HTMLElement;
  readonly texts: readonly HTMLElement[];
  readonly element: HTMLElement;
}

export function methodLanes(): Lanes {
  const list = html("ol", {class: "method-lanes"});
  const key = html(
    "p",
    {class: "method-key", hidden: true},
    html("span", {class: "run-accepted"}, "accepted drafts"),
    " ",
    html("span", {class: "run-own"}, "the network's own tokens"),
    " ",
    html("s", {class: "run-rejected"}, "rejected drafts")
  );
  const lanes = new Map<Method, Lane>();
  return {
    element: html("div", {class: "methods"}, key, list),
    begin(chosen, rows) {
      lanes.clear();
      for (const method of chosen) lanes.set(method, laneOf(method, rows));
      list.replaceChildren(...Array.from(lanes.values(), ({element}) => element));
      key.hidden = false;
    },
    append({method, record, added, rejected}) {
      const lane = lanes.get(method);
      record.samples.forEach(({accepted}, i) => {
        const text = lane?.texts[i];
        if (!text || added[i].length === 0) return;
        const parts = [
          ["run-accepted", added[i].slice(0, accepted)],
          ["run-rejected", rejected[i]],
          ["run-own", added[i].slice(accepted)]
        ] as const;
        for (const [kind, texts] of parts) {
          const words = texts.join("");
          if (words) text.append(html(kind === "run-rejected" ? "s" : "span", {class: kind}, words));
        }
        text.scrollTop = text.scrollHeight;
      });
    },
    say(method, words) {
      lanes.get(method)?.said.replaceChildren(words);
    },
    showRejected(shown) {
      list.classList.toggle("without-rejected", !shown);
      key.classList.toggle("without-rejected", !shown);
    }
  };
}

function laneOf(method: Method, rows: number): Lane {
  const {name, note} = methodNames[method];
  const said = html("p", {class: "method-said"}, "waiting");
  const texts = Array.from({length: rows}, (_, i) =>
    html("div", {
      class: "method-text",
      role: "group",
      tabindex: 0,
      "aria-label": rows > 1 ? `${name}, text ${i + 1}` : `What ${name} writes`
    })
  );
  const title = html("p", {class: "method-name"}, name, html("small", {}, note));
  return {said, texts, element: html("li", {}, title, said, ...texts)};
}
