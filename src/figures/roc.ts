// ROC curves where false alarms are rare: a threshold on the scores of pristine and manipulated pictures, the curve on a linear
// and on a logarithmic axis, the rates that CORE (Ni et al. 2022, Table 1) reports, and how few pristine pictures make them jump.
import {FALSE_ALARMS} from "../traces/falseAlarms.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {formatCount, html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {notRecorded} from "./kit/nothingRecorded.js";
import {rangeField} from "./kit/rangeField.js";
import {liveChart, responsive} from "./kit/responsive.js";
import {percentText, rocChart} from "./kit/rocChart.js";
import {DRAWS, drawSizes, ratesBySize, rocDraws} from "./kit/rocDraws.js";
import type {SizeDraws} from "./kit/rocDraws.js";
import {rocPoints} from "./kit/rocMath.js";
import type {RocPoint} from "./kit/rocMath.js";
import {rocStrip} from "./kit/rocStrip.js";
import type {RocStrip} from "./kit/rocStrip.js";
import {drawWords, finestWords, paperGapWords, rocFinding, rocRows, rocTable} from "./kit/rocWords.js";
import type {ShownSet} from "./kit/rocWords.js";
import {signed} from "./kit/penaltyCurves.js";
import {stepsField} from "./kit/stepsField.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import {paperTable} from "./paperTable.js";
import type {Paper} from "./paperData.js";
import type {RocData, RocSet} from "./rocData.js";

export interface RocOptions {
  /** the paper's numbers; default none beside ours */
  readonly paper?: Paper;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the charts; default as wide as there is room */
  readonly width?: number;
}

/** What an address may set. */
export function rocParameters(data: RocData | null) {
  const count = data?.sets.length ?? 1;
  return {
    a: about("first set of scores", wholeNumber(1, 1, Math.max(1, count))),
    b: about("second set, 0 for none", wholeNumber(count > 1 ? 2 : 0, 0, count)),
    threshold: about("threshold on the score, tenths", wholeNumber(0, -500, 500)),
    limit: about("share of false alarms at which rates are compared", choice<string>("0.01", FALSE_ALARMS.map(String))), // prettier-ignore
    size: about("pristine pictures that are drawn", wholeNumber(100, 2, 100_000)),
    draw: about("which draw", wholeNumber(1, 1, DRAWS))
  };
}

const command = "npm run record -- core";

/** The figure; null where no scores have been recorded. */
export function roc(data: RocData | null, {paper, address, width}: RocOptions = {}): HTMLElement {
  const parameters = bindParameters("roc", rocParameters(data), address);
  const {values, set} = parameters;
  if (!data || data.sets.length === 0) {
    const source = {how: "Not recorded yet", more: [["Make it", command]] as const};
    return frame({id: "roc", source, parameters}, notRecorded("No scores of a detector have been recorded yet", command)).element; // prettier-ignore
  }
  const curves = new Map<RocSet, RocPoint[]>();
  const shownOf = (place: number, letter: string): ShownSet => {
    const one = data.sets[place - 1];
    const points = curves.get(one) ?? rocPoints(one);
    curves.set(one, points);
    return {letter, set: one, points};
  };
  const shown = (): ShownSet[] => [
    shownOf(values.a, "A"),
    ...(values.b > 0 && values.b !== values.a ? [shownOf(values.b, "B")] : [])
  ];
  const limit = (): number => Number(values.limit);
  const threshold = (): number => values.threshold / 10;
  const sizes = (): number[] => drawSizes(shown()[0].set.pristine.length);
  /** the size that is asked for, or the nearest there is */
  const size = (): number => sizes().reduce((a, b) => (Math.abs(b - values.size) < Math.abs(a - values.size) ? b : a));
  let draws: readonly SizeDraws[] = [];

  const strips = html("div", {class: "roc-strips"});
  let moving: {readonly strip: RocStrip; readonly letter: string}[] = [];
  let stripWidth = width ?? 720;
  const stripLabel = (letter: string): string => `Scores of ${letter}, threshold at ${signed(threshold(), 1)}`;
  const drawStrips = (): void => {
    const all = shown();
    const scores = all.flatMap(({set: {pristine, manipulated}}) => [...pristine, ...manipulated]);
    const [low, high] = scores.reduce(
      ([a, b], score) => [Math.min(a, score), Math.max(b, score)],
      [Infinity, -Infinity]
    );
    const room = (high - low || 1) * 0.03;
    moving = all.map(({letter, set: one}) => {
      const options = {low: low - room, high: high + room, threshold: threshold(), ariaLabel: stripLabel(letter), width: stripWidth, dragged}; // prettier-ignore
      return {letter, strip: rocStrip(one, options)};
    });
    strips.replaceChildren(
      ...all.flatMap(({letter, set: one}, k) => [
        html(
          "p",
          {class: "roc-set"},
          html("b", {class: `roc-${letter}`}, all.length > 1 ? `${letter}: ` : ""),
          one.name
        ),
        moving[k].strip.element
      ])
    );
  };
  const charts = [false, true].map((log) =>
    liveChart(
      (wide) => {
        const all = shown().map(({letter, points, set: {pristine}}) => ({letter, points, pristine: pristine.length}));
        return rocChart(all, {log, threshold: threshold(), limits: FALSE_ALARMS}, wide);
      },
      {width: width && Math.round(width / 2), initial: 420, most: 620}
    )
  );
  const numbers = html("div", {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Areas and rates"});
  const finest = html("p", {class: "part-words"});
  draws = ratesBySize(shown()[0].set, limit());
  const jumps = liveChart(
    (wide) => rocDraws(draws, {limit: limit(), size: size(), draw: values.draw, chosen: chooseDraw}, wide),
    {width, most: 720}
  );
  const jumpWords = html("p", {class: "part-words", role: "status"});
  const jumpTitle = html("p", {class: "part-title"});

  const picture = (): Picture => {
    const all = shown();
    numbers.replaceChildren(rocTable(all, threshold()));
    finest.textContent = finestWords(all);
    jumpWords.textContent = drawWords(draws, {size: size(), draw: values.draw, limit: limit()});
    jumpTitle.textContent = `If there were fewer pristine pictures${all.length > 1 ? ` for ${all[0].letter}` : ""}`;
    return {
      element,
      title: rocFinding(all, limit()),
      caption: [
        "A score is the difference of a detector’s two logits; from the threshold on it says “manipulated”. Bars are as tall as the logarithm of one more than their count, so that single pictures can be seen. TDR at a limit is the share found at the last point of the curve whose share of false alarms is not above it, as the released code computes. ",
        "The short strokes below the logarithmic curve mark one false alarm. What a curve shows left of that is not measured. Intervals in brackets are of 95%, by a bootstrap over people, since pictures of one person are no independent witnesses. ",
        "Filled rings below are draws large enough for the limit, open ones too small for it."
      ],
      table: () => {
        const {rows} = rocRows(all, threshold());
        return {
          caption: "Areas and rates",
          head: ["measure", ...all.map(({letter, set: one}) => `${letter}: ${one.name}`)],
          body: rows
        };
      },
      source: {
        how: all.map(sourceOf).join("; "),
        ...(paper ? {paper: `${paper.paper}. ${paper.where}. ${paper.setting}`} : {})
      }
    };
  };
  const moved = (): void => {
    for (const {strip, letter} of moving) strip.move(threshold(), stripLabel(letter));
    for (const chart of charts) chart.redraw();
    view.update(picture());
  };
  const dragged = (score: number): void => {
    const tenths = Math.max(-500, Math.min(500, Math.round(10 * score)));
    set("threshold", tenths);
    thresholdField.set(tenths);
    moved();
  };
  const otherSets = (): void => {
    draws = ratesBySize(shown()[0].set, limit());
    sizeField.set(size());
    drawStrips();
    jumps.redraw();
    moved();
  };
  function chooseDraw(of: number, draw: number): void {
    set("size", of);
    set("draw", Math.min(DRAWS, draw));
    sizeField.set(of);
    redrawn();
  }
  const redrawn = (): void => {
    jumps.redraw();
    view.update(picture());
  };
  const names = data.sets.map(({name}, k) => [String(k + 1), name] as const);
  const [least, most] = scoreRange(data);
  const thresholdField = rangeField(
    "Threshold",
    {min: Math.floor(10 * least), max: Math.ceil(10 * most), format: (tenths) => signed(tenths / 10, 1)},
    values.threshold,
    (tenths) => {
      set("threshold", tenths);
      moved();
    }
  );
  const sizeField = stepsField("Pristine pictures drawn", sizes(), formatCount, size(), (of) => {
    set("size", of);
    redrawn();
  });
  const again = html("button", {type: "button"}, "Draw again");
  again.addEventListener("click", () => {
    set("draw", (values.draw % DRAWS) + 1);
    redrawn();
  });
  const element = html(
    "div",
    {class: "roc"},
    strips,
    html("div", {class: "panels"}, ...charts.map((chart) => chart.element)),
    numbers,
    finest,
    jumpTitle,
    jumps.element,
    jumpWords,
    ...(paper
      ? [
          html("p", {class: "part-title"}, "Why the paper reports both"),
          html("p", {class: "part-words"}, paperGapWords(paper)),
          paperTable(paper, {table: "inDataset", where: "beside the curves"})
        ]
      : [])
  );
  responsive(
    strips,
    (wide) => {
      stripWidth = wide;
      drawStrips();
    },
    {width, most: 1100}
  );
  const limits = FALSE_ALARMS.map((value) => [String(value), percentText(value)] as const);
  const place =
    (name: "a" | "b") =>
    (value: string): void => {
      set(name, Number(value));
      otherSets();
    };
  const controls = [
    {name: "a", element: selectField("Scores A", names, String(values.a), place("a")).element},
    ...(data.sets.length > 1
      ? [{name: "b", element: selectField("Scores B", [["0", "none"], ...names], String(values.b), place("b")).element}]
      : []),
    {name: "threshold", element: thresholdField.element},
    {
      name: "limit",
      element: selectField("False alarms at most", limits, values.limit, (value) => {
        set("limit", value);
        otherSets();
      }).element
    },
    {name: "size", element: sizeField.element},
    {name: "draw", element: html("span", {class: "field penalty-again"}, again)}
  ];
  const first = picture();
  const view = frame({id: "roc", source: first.source!, parameters, controls}, first);
  return view.element;
}

const sourceOf = ({letter, set: {name, provenance}}: ShownSet): string =>
  `${letter}: ${provenance ?? `scores of ${name}`}`;

/** Lowest and highest score of all sets. */
function scoreRange({sets}: RocData): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const {pristine, manipulated} of sets) {
    for (const score of [...pristine, ...manipulated]) [low, high] = [Math.min(low, score), Math.max(high, score)];
  }
  return [low, high];
}
