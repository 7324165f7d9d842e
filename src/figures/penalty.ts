// The penalty of CORE (Ni et al. 2022) itself: how its square weighs angles, what each of the released penalties does to a pair
// of features, and where they lead when nothing holds features apart.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {collapseSection, toyParameters} from "./kit/collapseSection.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {penaltyCurves} from "./kit/penaltyCurves.js";
import {angleOf, directionOf, followed, lengthOf, vectorOf} from "./kit/penaltyMath.js";
import type {Pair, Vector} from "./kit/penaltyMath.js";
import {penaltyPlane} from "./kit/penaltyPlane.js";
import {
  angleWords,
  degreesOf,
  panelWords,
  penaltyFinding,
  penaltyNames,
  pullRows,
  pullTable
} from "./kit/penaltyWords.js";
import {player} from "./kit/player.js";
import {rangeField} from "./kit/rangeField.js";
import {liveChart} from "./kit/responsive.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

export interface PenaltyOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the charts; default as wide as there is room */
  readonly width?: number;
}

const FRAMES = 60;
/** time that a pair follows its pull for in all; it goes faster towards the end */
const LONG = 12;

/** What an address may set. */
export const penaltyParameters = {
  f: about("direction of f, degrees", wholeNumber(20, -180, 180)),
  fLength: about("length of f, hundredths", wholeNumber(150, 10, 200)),
  g: about("direction of g, degrees", wholeNumber(60, -180, 180)),
  gLength: about("length of g, hundredths", wholeNumber(100, 10, 200)),
  over: about("curves over the angle, or over the cosine", choice("angle", ["angle", "cosine"])),
  time: about("how far the pair has followed its pull, 0 to 60", wholeNumber(0, 0, FRAMES)),
  ...toyParameters
};

const panels = ["cosine", "l1", "l2"] as const;

/** The figure; everything in it is worked out in the page, in several tasks. */
export async function penalty({address, width}: PenaltyOptions = {}): Promise<HTMLElement> {
  const parameters = bindParameters("penalty", penaltyParameters, address);
  const {values, set, hidden} = parameters;
  const collapse = await collapseSection({values, set: (name, value) => set(name, value as never), hidden});
  let frameShown = values.time;
  const start = (): Pair => ({
    f: vectorOf((values.f * Math.PI) / 180, values.fLength / 100),
    g: vectorOf((values.g * Math.PI) / 180, values.gLength / 100)
  });
  const timeOf = (frame_: number): number => LONG * (frame_ / FRAMES) ** 2;

  // how its square weighs angles
  const curves = (["value", "slope"] as const).map(
    (show) =>
    liveChart((wide) => penaltyCurves({over: values.over, show, angle: angleOf(start())}, wide), {width: width && Math.round(width / 2), initial: 420, most: 560}) // prettier-ignore
  );
  const said = html("p", {class: "part-words"});

  // what it does to a pair
  const planes = panels.map((kind) => ({
    kind,
    plane: penaltyPlane({kind, size: 260, dragged: (which, to) => dragged(which, to)}),
    words: html("p", {class: "penalty-says"})
  }));
  const table = html("div", {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Pulls, and where they lead"}); // prettier-ignore
  const drawPlanes = (): void => {
    const from = start();
    for (const {kind, plane, words} of planes) {
      const path = Array.from({length: frameShown + 1}, (_, k) => (k === 0 ? from : followed(kind, from, timeOf(k))));
      words.textContent = panelWords(kind, from, path[frameShown]);
      plane.show(path, `f and g under the pull of ${penaltyNames[kind]}: ${words.textContent}`);
    }
    table.replaceChildren(pullTable(from, timeOf(frameShown)));
  };
  const following = player(
    (next, moving) => {
      if (!moving) set("time", next);
      if (next === frameShown) return;
      frameShown = next;
      drawPlanes();
    },
    {
      frames: FRAMES + 1,
      frame: frameShown,
      hold: () => 60,
      describe: (k) => (k === 0 ? "at the start" : `time ${timeOf(k).toFixed(2)} of ${LONG}`)
    }
  );
  const moved = (): void => {
    following.pause();
    following.seek(0);
    for (const chart of curves) chart.redraw();
    drawPlanes();
    view.update(picture());
  };
  const dragged = (which: "f" | "g", to: Vector): void => {
    const length = Math.max(10, Math.min(200, Math.round(100 * lengthOf(to))));
    const direction = Math.round(degreesOf(directionOf(to)));
    set(which, direction);
    set(`${which}Length`, length);
    fields[which].set(direction);
    fields[`${which}Length`].set(length);
    moved();
  };
  const change =
    <K extends "f" | "g" | "fLength" | "gLength">(name: K) =>
    (value: number): void => {
      set(name, value);
      moved();
    };
  const degrees = {min: -180, max: 180, format: (value: number) => `${value}°`.replace("-", "−")};
  const hundredths = {min: 10, max: 200, format: (value: number) => (value / 100).toFixed(2)};
  const fields = {
    f: rangeField("Direction of f", degrees, values.f, change("f")),
    fLength: rangeField("Length of f", hundredths, values.fLength, change("fLength")),
    g: rangeField("Direction of g", degrees, values.g, change("g")),
    gLength: rangeField("Length of g", hundredths, values.gLength, change("gLength"))
  };

  const part = (title: string, words: string): HTMLElement[] => [
    html("p", {class: "part-title"}, title),
    html("p", {class: "part-words"}, words)
  ];
  const element = html(
    "div",
    {class: "penalty"},
    html("div", {class: "panels"}, ...curves.map((chart) => chart.element)),
    said,
    ...part(
      "What it does to a pair",
      "Thin arrows are the pull on f and g, half as long as it is strong. Follow it: L1 and L2 let the two meet in between, the cosine only turns them. Drag a tip, or move the sliders."
    ),
    following.element,
    html(
      "div",
      {class: "penalty-planes"},
      ...planes.map(({kind, plane, words}) =>
        html(
          "div",
          {class: "penalty-panel"},
          html("p", {class: "penalty-panel-name"}, penaltyNames[kind]),
          plane.element,
          words
        )
      )
    ),
    table,
    ...part(
      "Where it leads when nothing holds features apart: a toy",
      "Forty made points of two classes, a 2 × 2 map in place of a network, noise in place of augmentation. It learns in this page, twice: from the penalty alone, and with cross-entropy."
    ),
    collapse
  );
  const picture = (): Picture => {
    const from = start();
    said.textContent = angleWords(from);
    return {
      element,
      title: penaltyFinding(from),
      caption: [
        "f and g stand for the features of two views of one picture. The released penalties: the square of 1 − cos; L1 and L2, the mean absolute and the mean squared difference of features as they are. 1 − cos is drawn to compare with. ",
        "The pair follows its pull in infinitely small steps. The cosine’s pull lies across each feature, so lengths stay; the sum of both squared lengths falls under L1 and L2 whatever the pair, though one of the two may grow. Gradient descent in steps of finite size, as in training, lengthens features a little under the cosine. ",
        "The toy is no detector: two numbers for a feature, Adam at a learning rate of 0.01, a bias in its classifier only. Recorded trainings of a real one stand further below."
      ],
      table: () => ({
        caption: `Pulls on a pair, and the pair after a time of ${timeOf(frameShown).toFixed(2)}`,
        head: [
          "penalty",
          "value",
          "pull on f, across",
          "pull on f, along",
          "angle then",
          "length of f then",
          "length of g then"
        ],
        body: pullRows(from, timeOf(frameShown))
      })
    };
  };
  drawPlanes();
  const overs = [["angle", "the angle"], ["cosine", "the cosine"]] as const; // prettier-ignore
  const over = selectField("Curves over", overs, values.over, (value) => {
    set("over", value);
    for (const chart of curves) chart.redraw();
  });
  const controls = [
    {name: "f", element: fields.f.element},
    {name: "fLength", element: fields.fLength.element},
    {name: "g", element: fields.g.element},
    {name: "gLength", element: fields.gLength.element},
    {name: "over", element: over.element}
  ];
  const source = {
    how: "Worked out in this page, from the penalties of the released code",
    paper: "CORE, released code, src/consistency_loss.py (niyunsheng/CORE at commit f156593)"
  };
  const view = frame({id: "penalty", source, parameters, controls}, picture());
  return view.element;
}
