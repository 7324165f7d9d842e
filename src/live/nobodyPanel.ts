// Nobody: people who do not exist, from a seed, moved along what varies most between faces. Drawn in a worker of this page
// from the appearance model; no picture of anybody is fetched.
import {bindParameters} from "../figures/kit/address.js";
import {html} from "../figures/kit/dom.js";
import {numberField} from "../figures/kit/fields.js";
import {frame} from "../figures/kit/frame.js";
import type {Picture} from "../figures/kit/frame.js";
import {rangeField} from "../figures/kit/rangeField.js";
import {errorText, faceBar} from "./faceBar.js";
import {faceCanvas} from "./faceCanvas.js";
import {latest} from "./faceLatest.js";
import {fetchWords} from "./faceManifest.js";
import type {ViewsAnswer} from "./faceMessages.js";
import {components, FAR, nobodyParameters, SEEDS} from "./faceParameters.js";
import type {FacePanelOptions} from "./facePanels.js";

export function nobodyPanel({manifest, lab}: FacePanelOptions): HTMLElement {
  const bound = bindParameters("nobody", nobodyParameters);
  const {values} = bound;
  const face = faceCanvas("Nobody");
  const walk = (): number[] => components.map((name) => values[name] / 10);
  let ms: number | undefined;
  const drawing = latest<null, ViewsAnswer>(
    (_, signal) => lab.views({subject: {person: {seed: values.person, walk: walk()}, quality: 95}, views: [], detectors: [], windows: "one"}, signal), // prettier-ignore
    ({crop, ms: taken}) => {
      ms = taken;
      face.show(crop, `a face drawn from seed ${values.person}`);
      bar.fail("");
      view.update(picture());
    },
    (error) => bar.fail(`The face could not be drawn: ${errorText(error)}.`)
  );
  const ask = (): void => {
    if (lab.stage === "faces" || lab.stage === "judged") drawing.ask(null);
    else view.update(picture());
  };
  const bar = faceBar(lab, {
    judge: false,
    label: `Draw somebody (${fetchWords(manifest, false)} to fetch)`,
    note: "What is fetched is the appearance model: statistics of computer-made portraits. It is kept for the next visit.",
    ready: ask
  });
  const seed = numberField("Person", {min: 0, max: SEEDS}, values.person, (value) => {
    bound.set("person", value);
    ask();
  });
  const sliders = components.map((name, k) =>
    rangeField(
      `Component ${k + 1}`,
      {min: -FAR, max: FAR, format: (tenths) => `${tenths < 0 ? "−" : ""}${Math.abs(tenths / 10).toFixed(1)} σ`},
      values[name],
      (value) => {
        bound.set(name, value);
        ask();
      }
    )
  );
  const another = html("button", {type: "button"}, "Somebody else");
  another.addEventListener("click", () => {
    const next = Math.floor(Math.random() * (SEEDS + 1));
    bound.set("person", next);
    seed.set(next);
    ask();
  });
  const middle = html("button", {type: "button"}, "As drawn");
  middle.addEventListener("click", () => {
    sliders.forEach((slider, k) => {
      bound.set(components[k], 0);
      slider.set(0);
    });
    ask();
  });
  const stage = html(
    "div",
    {class: "live faces-live"},
    ...bar.elements,
    html(
      "div",
      {class: "nobody-parts"},
      face.element,
      html("div", {class: "nobody-sliders"}, seed.element, ...sliders.map(({element}) => element), html("div", {class: "live-bar"}, another, middle)) // prettier-ignore
    )
  );
  const source = {
    how: "Drawn in this page by an appearance model",
    models: [{name: "appearance", sha256: manifest.appearance.sha256}]
  };
  const view = frame({id: "nobody", className: "faces", source, parameters: bound, drawings: false});
  function picture(): Picture {
    return {
      element: stage,
      title: ms === undefined ? "People who do not exist" : `Nobody, drawn in ${Math.max(1, Math.round(ms))} ms`,
      caption: [
        "A person is a mixture of four computer-made portraits in the space of an active appearance model; a component is a direction in which shapes and textures of those portraits vary together, the first one most. σ is one standard deviation over the portraits."
      ],
      table: () => ({
        caption: "What the face is drawn from",
        head: ["parameter", "value"],
        body: [["person", values.person], ...walk().map((value, k) => [`component ${k + 1}, deviations`, value])]
      })
    };
  }
  view.update(picture());
  return view.element;
}
