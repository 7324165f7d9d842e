// Make a forgery: two people who do not exist, one of four manipulations, its knobs, and what two detectors say of it. The
// game is to find the softest forgery that is still caught.
import {bindParameters} from "../figures/kit/address.js";
import {formatCount, html} from "../figures/kit/dom.js";
import {numberField, selectField} from "../figures/kit/fields.js";
import type {Field} from "../figures/kit/fields.js";
import {frame} from "../figures/kit/frame.js";
import type {Picture} from "../figures/kit/frame.js";
import {rangeField} from "../figures/kit/rangeField.js";
import {responsive} from "../figures/kit/responsive.js";
import {families, familyNames, type Family} from "../images/manipulate/index.js";
import {probability} from "./agreementPicture.js";
import {errorText, faceBar} from "./faceBar.js";
import {activationOver, faceCanvas, maskOver} from "./faceCanvas.js";
import {latest} from "./faceLatest.js";
import {detectorNames, fetchWords, missingWords, type FaceManifest} from "./faceManifest.js";
import type {ForgeAnswer, ForgeArgs} from "./faceMessages.js";
import {forgeryParameters, overlays, SEEDS} from "./faceParameters.js";
import type {FacePanelOptions} from "./facePanels.js";
import {liveFaceSource} from "./faceSource.js";
import {decodeKnobs, encodeKnobs, forgeryKnobs, initialKnobs} from "./forgeryKnobs.js";
import {doesOf, insideAndOutside, noticeTitle, scorePicture, type Thresholds} from "./forgeryScores.js";
import {QUALITY} from "./faceWork.js";

/** How rare false alarms are to be, in the order of a detector's `alarms`. */
const alarmChoices = [
  ["0", "at a score of 0"],
  ["10", "1 in 10"],
  ["100", "1 in 100"],
  ["1000", "1 in 1,000"]
] as const;

/** What that costs honest pictures; nothing where it was not measured. */
function alarmWords({detectors}: FaceManifest, place: number): string {
  const shares = Object.entries(detectors).flatMap(([name, {alarms}]) => (alarms?.[place] ? [`the detector ${detectorNames[name] ?? name} calls ${(100 * alarms[place].share).toFixed(1)}% manipulated there`] : [])); // prettier-ignore
  const [{pristine = 0} = {}] = Object.values(detectors);
  return shares.length === 0 ? "" : `Of ${formatCount(pristine)} pristine faces of the same kind ${shares.join(", ")}.`;
}

const shortly = (value: number): string => value.toFixed(2).replace("-", "−");

interface Catch {
  readonly family: Family;
  readonly knobs: Readonly<Record<string, number>>;
  readonly person: number;
  readonly donor: number;
  readonly change: number;
}

export function forgeryPanel({manifest, lab}: FacePanelOptions): HTMLElement {
  const bound = bindParameters("forgery", forgeryParameters);
  const {values} = bound;
  let knobs = decodeKnobs(values.family, values.knobs) ?? initialKnobs(values.family);
  let last: {readonly answer: ForgeAnswer; readonly args: ForgeArgs} | undefined;
  let softest: Catch | undefined;
  const place = (): number => alarmChoices.findIndex(([key]) => key === values.alarm);
  const thresholds = (): Thresholds =>
    Object.fromEntries(Object.entries(manifest.detectors).map(([name, {alarms}]) => [name, alarms?.[place()]?.threshold ?? 0])); // prettier-ignore
  /** the detector whose catches are kept */
  const keeper = Object.keys(manifest.detectors).includes("cosine") ? "cosine" : Object.keys(manifest.detectors)[0];

  const pristine = faceCanvas("As drawn");
  const donor = faceCanvas("Whose face is put in");
  const forged = faceCanvas("Forged");
  const scores = html("div", {class: "forgery-scores"});
  let wide = 0;
  const drawScores = (): void =>
    scores.replaceChildren(...(last ? [scorePicture(last.answer, wide, thresholds())] : []));
  responsive(
    scores,
    (width) => {
      wide = width;
      drawScores();
    },
    {initial: 560, most: 640}
  );
  const caught = html("p", {class: "forgery-caught", role: "status"});
  const args = (): ForgeArgs => ({
    person: {seed: values.person, walk: []},
    forgery: {family: values.family, donor: {seed: values.donor, walk: []}, knobs},
    quality: QUALITY,
    detectors: Object.keys(manifest.detectors)
  });
  const asking = latest<ForgeArgs, ForgeAnswer>(
    (asked, signal) => lab.forge(asked, signal),
    (answer, asked) => {
      last = {answer, args: asked};
      bar.fail("");
      remember();
      draw();
    },
    (error) => bar.fail(`The forgery could not be made: ${errorText(error)}.`)
  );
  const ask = (): void => {
    if (lab.stage === "judged") asking.ask(args());
  };
  const bar = faceBar(lab, {
    judge: true,
    label: `Bring faces and detectors here (${fetchWords(manifest, true)} to fetch)`,
    missing: missingWords(manifest),
    note: "Nobody real is shown: both people are drawn from the appearance model.",
    ready: ask
  });
  const changed = (): void => {
    bound.set("knobs", encodeKnobs(values.family, knobs) === encodeKnobs(values.family, initialKnobs(values.family)) ? "" : encodeKnobs(values.family, knobs)); // prettier-ignore
    ask();
  };
  const sliders = html("div", {class: "forgery-knobs"});
  const makeSliders = (): void => {
    const {family} = values;
    sliders.replaceChildren(
      ...forgeryKnobs[family].map(
        ({name, label, min, max, suffix}) =>
          rangeField(
            label,
            {min, max, format: (value) => `${value < 0 ? "−" : ""}${Math.abs(value)}${suffix}`},
            knobs[name],
            (value) => {
              // prettier-ignore
              knobs = {...knobs, [name]: value};
              changed();
            }
          ).element
      )
    );
  };
  makeSliders();
  const seeds: Record<"person" | "donor", Field<number>> = {
    person: numberField("Person", {min: 0, max: SEEDS}, values.person, (value) => {
      bound.set("person", value);
      ask();
    }),
    donor: numberField("Donor", {min: 0, max: SEEDS}, values.donor, (value) => {
      bound.set("donor", value);
      ask();
    })
  };
  const family = selectField("Manipulation", families.map((name) => [name, familyNames[name]] as const), values.family, (value) => setFamily(value, initialKnobs(value))); // prettier-ignore
  function setFamily(value: Family, next: Readonly<Record<string, number>>): void {
    bound.set("family", value);
    knobs = {...next};
    makeSliders();
    changed();
  }
  const shuffle = html("button", {type: "button"}, "Two other people");
  shuffle.addEventListener("click", () => {
    for (const name of ["person", "donor"] as const) {
      const next = Math.floor(Math.random() * (SEEDS + 1));
      bound.set(name, next);
      seeds[name].set(next);
    }
    ask();
  });
  const back = html("button", {type: "button", hidden: true}, "Back to it");
  back.addEventListener("click", () => {
    if (!softest) return;
    for (const name of ["person", "donor"] as const) {
      bound.set(name, softest[name]);
      seeds[name].set(softest[name]);
    }
    family.set(softest.family);
    setFamily(softest.family, softest.knobs);
  });

  /** Keep the softest forgery that {@link keeper} has caught here. */
  function remember(): void {
    if (!last) return;
    const {answer, args: asked} = last;
    const score = answer.readings[keeper] as ForgeAnswer["readings"][string] | undefined;
    const {change} = answer;
    // a picture that is nearly the same is no forgery, and one called manipulated before it was is no catch
    if (!score || doesOf(score, thresholds()[keeper]) !== "notices" || change < 0.02) return;
    if (softest && change >= softest.change) return;
    softest = {
      family: asked.forgery.family,
      knobs: asked.forgery.knobs,
      person: asked.person.seed,
      donor: asked.forgery.donor.seed,
      change
    };
  }

  const alarmed = Object.values(manifest.detectors).every(({alarms}) => alarms?.length === alarmChoices.length);
  const controls = [
    {name: "person", element: seeds.person.element},
    {name: "donor", element: seeds.donor.element},
    {name: "family", element: family.element},
    ...(alarmed
      ? [
          {
            name: "alarm",
            element: selectField("False alarms", alarmChoices, values.alarm, (value) => {
              bound.set("alarm", value);
              softest = undefined; // what was caught under another rule
              remember();
              draw();
            }).element
          }
        ]
      : []),
    {
      name: "over",
      element: selectField(
        "Overlay",
        overlays.map((name) => [name, name === "activation" ? "activation map" : name] as const),
        values.over,
        (value) => {
          // prettier-ignore
          bound.set("over", value);
          draw();
        }
      ).element
    },
    {
      name: "by",
      element: selectField(
        "Map of the detector",
        ["none", "cosine"].map((name) => [name as "none" | "cosine", detectorNames[name]] as const),
        values.by,
        (value) => {
          // prettier-ignore
          bound.set("by", value);
          draw();
        }
      ).element
    }
  ];
  const stage = html(
    "div",
    {class: "live faces-live forgery-live"},
    ...bar.elements,
    html("div", {class: "live-bar"}, shuffle),
    html("div", {class: "forgery-parts"}, html("div", {class: "faces-row"}, pristine.element, donor.element, forged.element), sliders), // prettier-ignore
    scores,
    html("div", {class: "live-bar"}, caught, back)
  );
  const view = frame({id: "forgery", className: "faces", source: liveFaceSource(manifest, lab), parameters: bound, controls}); // prettier-ignore

  function draw(): void {
    if (last) {
      const {answer, args: asked} = last;
      pristine.show(answer.pristine, "a picture of nobody, as drawn");
      donor.element.hidden = !answer.donor;
      if (answer.donor) donor.show(answer.donor, "another person who does not exist");
      const map = answer.readings[values.by]?.map;
      const where = map && insideAndOutside(map, answer.mask);
      const pointing = where && values.over === "activation" && Number.isFinite(where.inside) ? `; the map of the detector ${detectorNames[values.by]} has a mean of ${shortly(where.inside)} where it was changed and ${shortly(where.outside)} elsewhere` : ""; // prettier-ignore
      forged.show(answer.forged, `the ${familyNames[asked.forgery.family]}${pointing}`);
      forged.over.replaceChildren(
        ...(values.over === "activation" && map ? activationOver(map) : values.over === "mask" ? maskOver(answer.mask) : []) // prettier-ignore
      );
      drawScores();
      caught.textContent = softest
        ? `Softest forgery that the detector ${detectorNames[keeper] ?? keeper} has caught here so far: a ${familyNames[softest.family]} that changes the picture by ${softest.change.toFixed(2)} grey levels on average.`
        : `The detector ${detectorNames[keeper] ?? keeper} has caught no forgery here yet.`;
      back.hidden = softest === undefined;
    }
    view.update(picture());
  }
  function picture(): Picture {
    return {
      element: stage,
      title: last
        ? noticeTitle(last.args.forgery.family, last.answer, thresholds())
        : "Make a forgery, and see who notices",
      caption: [
        `Scores are the logit of “manipulated” less that of “real”, mean over four windows of the aligned crop; ${alarmed && values.alarm !== "0" ? "from its dashed line on" : "from 0 on"} a detector says “manipulated”. The hollow mark is the same face before anything was changed. The map shows which places speak for “manipulated” (filled) and which against it (ringed). `,
        alarmWords(manifest, place())
      ],
      source: liveFaceSource(manifest, lab),
      table: () => ({
        caption: "What two detectors say of a forgery",
        head: ["detector", "before", "after", "p(manipulated) after", "map inside the change", "map outside"],
        body: last
          ? Object.entries(last.answer.readings).map(([name, {pristine: before, forged: after, map}]) => {
              const {inside, outside} = insideAndOutside(map, last!.answer.mask);
              return [detectorNames[name] ?? name, before, after, probability(after), inside, outside];
            })
          : []
      })
    };
  }
  draw();
  return view.element;
}
