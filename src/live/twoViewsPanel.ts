// One face, two views, one network, one label: what CORE trains on, made by hand in the page.
import {bindParameters} from "../figures/kit/address.js";
import {html} from "../figures/kit/dom.js";
import {numberField, selectField} from "../figures/kit/fields.js";
import {frame} from "../figures/kit/frame.js";
import type {Picture} from "../figures/kit/frame.js";
import {augmentations, decodeView, drawView, encodeView, viewWords, type View} from "../images/augment/index.js";
import {random} from "../training/random.js";
import {CLASS_WEIGHTS} from "../nets/detector/config.js";
import {agreementCard} from "./agreementPicture.js";
import {errorText, faceBar} from "./faceBar.js";
import {faceCanvas} from "./faceCanvas.js";
import {latest} from "./faceLatest.js";
import {detectorNames, fetchWords, missingWords} from "./faceManifest.js";
import type {SubjectSpec, ViewsAnswer} from "./faceMessages.js";
import {CROP, entropyOf, QUALITY} from "./faceWork.js";
import {familyNames} from "../images/manipulate/index.js";
import {initialKnobs} from "./forgeryKnobs.js";
import {pictures, SEEDS, twoViewsParameters} from "./faceParameters.js";
import type {FacePanelOptions} from "./facePanels.js";
import {liveFaceSource} from "./faceSource.js";
import {viewEditor} from "./viewEditor.js";

/** seed of the person whose face is swapped in */
const DONOR = 4021;

export function twoViewsPanel({manifest, lab, opening}: FacePanelOptions): HTMLElement {
  const bound = bindParameters("two-views", twoViewsParameters);
  const {values} = bound;
  const manipulated = (): boolean => values.picture !== "pristine";
  const subject = (): SubjectSpec => {
    const person = {seed: values.person, walk: []};
    const family = values.picture;
    if (family === "pristine") return {person, quality: QUALITY};
    return {person, quality: QUALITY, forgery: {family, donor: {seed: DONOR, walk: []}, knobs: initialKnobs(family)}};
  };
  let last: ViewsAnswer | undefined;
  const face = faceCanvas("The face");
  const cards = html("div", {class: "agreements"});
  const time = html("p", {class: "face-note face-time"});
  const asking = latest<null, ViewsAnswer>(
    (_, signal) => lab.views({subject: subject(), views: editors.map((editor) => editor.view()), detectors: Object.keys(manifest.detectors), windows: "one"}, signal), // prettier-ignore
    (answer) => {
      last = answer;
      bar.fail("");
      draw();
    },
    (error) => bar.fail(`The views could not be read: ${errorText(error)}.`)
  );
  const ask = (): void => {
    if (lab.stage === "judged") asking.ask(null);
  };
  const bar = faceBar(lab, {
    judge: true,
    label: `Bring face and detectors here (${fetchWords(manifest, true)} to fetch)`,
    missing: missingWords(manifest),
    note: "What is fetched: the appearance model that faces are drawn from, two small detectors, and the runtime they run in. All is kept for the next visit.",
    ready: ask
  });
  const [detector] = Object.values(manifest.detectors);
  const editor = (name: "a" | "b", title: string) =>
    viewEditor({
      name: title,
      initial: decodeView(values[name]) ?? [],
      seed: name === "a" ? 1 : 2,
      size: detector?.size,
      changed(view) {
        bound.set(name, encodeView(view));
        ask();
      }
    });
  const editors = [editor("a", "View f"), editor("b", "View g")];
  let draws = 0;
  const drawBoth = html("button", {type: "button"}, "Draw two views");
  drawBoth.addEventListener("click", () => {
    const next = random(Date.now(), draws++);
    (["a", "b"] as const).forEach((name, i) => {
      const drawn = drawView(values.draw, {width: CROP, height: CROP}, CROP, next);
      const view = decodeView(encodeView(drawn)) as View; // as a link has it
      bound.set(name, encodeView(view));
      editors[i].set(view);
    });
    ask();
  });
  const seed = numberField("Person", {min: 0, max: SEEDS}, values.person, (value) => {
    bound.set("person", value);
    ask();
  });
  const controls = [
    {name: "person", element: seed.element},
    {
      name: "picture",
      element: selectField(
        "Picture",
        pictures.map((name) => [name, name === "pristine" ? "as drawn" : familyNames[name]] as const),
        values.picture,
        (value) => {
          bound.set("picture", value);
          ask();
        }
      ).element
    },
    {
      name: "draw",
      element: selectField("Views drawn by", augmentations.map((name) => [name, name] as const), values.draw, (value) => bound.set("draw", value)).element // prettier-ignore
    }
  ];
  const stage = html(
    "div",
    {class: "live faces-live two-views"},
    ...bar.elements,
    html("div", {class: "live-bar"}, drawBoth),
    html("div", {class: "two-views-parts"}, face.element, ...editors.map(({element}) => element)),
    cards,
    time
  );
  const view = frame({id: "two-views", className: "faces", source: liveFaceSource(manifest, lab), parameters: bound, controls}); // prettier-ignore

  function draw(): void {
    if (last) {
      face.show(last.crop, manipulated() ? "a manipulated picture of nobody" : "a picture of nobody, as drawn");
      last.views.forEach((picture, i) => editors[i].show(picture));
      time.textContent = `Both views were drawn, and read by both detectors, in ${Math.round(last.ms)} ms.`;
      cards.replaceChildren(
        ...Object.entries(last.readings).flatMap(
          ([name, {views, agreement}]) =>
          agreement ? [agreementCard({name: detectorNames[name] ?? name, agreement, views, manipulated: manipulated()})] : [] // prettier-ignore
        )
      );
    }
    view.update(picture());
  }
  function picture(): Picture {
    return {
      element: stage,
      title: titleOf(last),
      caption: [
        "f and g are the detectors' pooled features of the two views, drawn in the plane that they span: the angle is true, and lengths are to scale. Below, all their elements, f upwards and g downwards. Both views are read through one window, as in training: the broken line. Both views have the same label; training adds (1 − cos)², times a rate, to the cross-entropy of both, in which a real face counts four times."
      ],
      source: liveFaceSource(manifest, lab),
      table: () => ({
        caption: "What two detectors make of two views of one face",
        head: ["detector", "quantity", "value"],
        body: [
          ["", "first view", viewWords(editors[0].view())],
          ["", "second view", viewWords(editors[1].view())],
          ...Object.entries(last?.readings ?? {}).flatMap(([key, {views, agreement}]): [string, string, number][] => {
            const name = detectorNames[key] ?? key;
            return [
              [name, "cos", agreement?.cosine ?? NaN],
              [name, "penalty (1 − cos)²", agreement?.penalty ?? NaN],
              [name, "L1", agreement?.l1 ?? NaN],
              [name, "L2", agreement?.l2 ?? NaN],
              ...views.flatMap(({logit}, i): [string, string, number][] => [
                [name, `logit of view ${i + 1}, manipulated less real`, logit],
                [name, `weighted cross-entropy of view ${i + 1}`, CLASS_WEIGHTS[Number(manipulated())] * entropyOf(logit, manipulated())] // prettier-ignore
              ])
            ];
          })
        ]
      })
    };
  }
  draw();
  const {person, picture: shown, a, b} = twoViewsParameters;
  const first = values.person === person.initial && values.picture === shown.initial && values.a === a.initial && values.b === b.initial; // prettier-ignore
  if (opening && first) {
    face.showStill(opening.face, "a picture of nobody, as drawn");
    opening.views.forEach((source, i) => editors[i].showStill(source));
  }
  return view.element;
}

function titleOf(answer: ViewsAnswer | undefined): string {
  const found = Object.entries(answer?.readings ?? {}).flatMap(([name, {agreement}]) =>
    agreement ? [`cos ${agreement.cosine.toFixed(2)} in the detector trained ${detectorNames[name] ?? name}`] : []
  );
  return found.length === 0
    ? "One face, two views, one network, one label"
    : `Two views of one face: ${found.join(", ")}`;
}
