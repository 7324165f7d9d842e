// The race: one batch decoded in several modes at once, lane under lane. Rows are samples, columns are cache slots; what a
// slot holds is told apart by colour and by shape. EMS-SD (Ni et al. 2024): with padding the samples wait for each other
// in the cache, without it each keeps its own cursor.
import {packedRows} from "../decoding/cells.js";
import type {StepRecord} from "../traces/step.js";
import {counters, laneCounts} from "./kit/counters.js";
import {tabulate} from "./kit/dataTable.js";
import {html} from "./kit/dom.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {lane as drawLane, sampleAt} from "./kit/lane.js";
import {laneCells} from "./kit/laneCells.js";
import {legend} from "./kit/legend.js";
import {player} from "./kit/player.js";
import {framesBySteps, framesByTime} from "./kit/raceClock.js";
import type {ClockKind} from "./kit/raceClock.js";
import {finding, outcome, pointerSentence, raceRows, raceColumns, sentence} from "./kit/raceWords.js";
import {sampleRuns} from "./kit/sampleText.js";
import type {Source} from "./kit/source.js";

export interface RaceLane {
  /** short name, such as "padded" */
  readonly name: string;
  /** what is particular about it, a few words */
  readonly note?: string;
  /** the run, its prefill first */
  readonly steps: readonly StepRecord[];
  /** measured or predicted milliseconds of the steps after the prefill */
  readonly milliseconds?: readonly number[];
}

export interface PictureOptions {
  /** names of the samples, for their reader; default "sample 1", … */
  readonly sampleNames?: readonly string[];
  /** what each new token of a sample adds to its text [B][tokens]; without it no text is shown */
  readonly texts?: readonly (readonly string[])[];
  /** one frame per step, or by the lanes' milliseconds; default "steps" */
  readonly clock?: ClockKind;
  /** first frame shown; default 0 */
  readonly frame?: number;
  /** play once seen, unless motion is to be reduced; default false */
  readonly autoplay?: boolean;
}

export interface RaceOptions extends PictureOptions {
  /** name in links and files; default "race" */
  readonly id?: string;
  /** where the lanes come from; default a replay by the decode loop */
  readonly source?: Source;
}

/** The figure; all lanes hold the same samples. */
export function race(
  lanes: readonly RaceLane[],
  {id = "race", source = {how: "Worked out by our decode loop in this page"}, ...options}: RaceOptions = {}
): HTMLElement {
  return frame({id, source, className: "race"}, racePicture(lanes, options)).element;
}

/** What the figure's frame is put around. */
export function racePicture(
  lanes: readonly RaceLane[],
  {sampleNames, texts, clock = "steps", frame: firstFrame = 0, autoplay = false}: PictureOptions = {}
): Picture {
  const batchSize = lanes[0]?.steps[0]?.samples.length;
  if (!batchSize) throw new Error(`race: no samples in ${lanes.length} lanes`);
  const times = lanes.map(({milliseconds}) => milliseconds ?? []);
  const timed = clock === "time" && times.every((list, i) => list.length === lanes[i].steps.length - 1);
  const frames = timed ? framesByTime(times) : framesBySteps(lanes.map(({steps}) => steps.length));
  const {starts, columns} = extent(lanes);
  let selected = 0;

  const views = lanes.map(({name: laneName, note, steps}) => {
    const picture = drawLane({batchSize, starts, columns, ariaLabel: outcome(laneName, steps)});
    picture.element.style.minWidth = `${(columns * 6.5).toFixed(0)}px`;
    picture.element.style.maxWidth = `${(columns * 22).toFixed(0)}px`;
    const counts = counters();
    const title = html("p", {class: "lane-name"}, laneName, ...(note ? [html("small", {}, note)] : []));
    const header = html("div", {class: "lane-head"}, title, counts.element);
    picture.element.addEventListener("click", ({clientY}) => {
      const {top, height} = picture.element.getBoundingClientRect();
      select(sampleAt((clientY - top) / height, batchSize));
    });
    const label = `${laneName}: space plays, arrow keys step, up and down choose a sample`;
    const scroller = html(
      "div",
      {class: "lane-scroll", tabindex: 0, role: "group", "aria-label": label},
      picture.element
    );
    return {picture, counts, scroller, element: html("div", {class: "lane"}, header, scroller)};
  });
  const names = sampleNames ?? Array.from({length: batchSize}, (_, i) => `sample ${i + 1}`);
  const picker = html("select", {}, ...names.map((text, i) => html("option", {value: i}, text)));
  const text = html("p", {class: "sample-text"});
  const pointed = html("p", {class: "pointed"});
  const status = html("p", {class: "visually-hidden", role: "status"});
  const stack = html("div", {class: "lanes"}, ...views.map(({element}) => element));

  const show = (f: number, playing: boolean): void => {
    const {steps: at} = frames[f];
    views.forEach(({picture, counts}, i) => {
      const {steps} = lanes[i];
      const cells = laneCells(steps, at[i]);
      picture.update(cells, at[i] === 0 ? [] : packedRows(steps[at[i]]), selected, !playing);
      counts.update(laneCounts(steps, at[i]));
      fronts[i] = Math.max(...cells.cursors.map((slot, k) => slot - starts[k]));
    });
    pointed.textContent = pointerSentence(lanes.at(-1)!, at.at(-1)!, selected);
    if (texts) text.replaceChildren(...sampleRuns(lanes.at(-1)!.steps, selected, at.at(-1)!, texts[selected]));
    if (!playing) status.textContent = lanes.map((l, i) => sentence(l, at[i])).join(" ");
    follow();
  };
  // where lanes are wider than the figure, keep each one's longest sample in sight; sizes are asked for only when they
  // change, since each question makes the page lay itself out
  const fronts = views.map(() => 0);
  let sizes = views.map(() => ({whole: 0, seen: 0}));
  const measure = (): void => {
    sizes = views.map(({scroller}) => ({whole: scroller.scrollWidth, seen: scroller.clientWidth}));
    follow();
  };
  const follow = (): void => {
    views.forEach(({scroller}, i) => {
      const {whole, seen} = sizes[i];
      if (whole > seen) scroller.scrollLeft = (fronts[i] / columns) * whole - seen * 0.85;
    });
  };
  const select = (sample: number): void => {
    selected = Math.max(0, Math.min(batchSize - 1, sample));
    picker.value = String(selected);
    show(controls.frame, controls.playing);
  };
  const describe = (f: number): string =>
    frames[f].time === undefined ? `step ${f} of ${frames.length - 1}` : `${frames[f].time!.toFixed(0)} ms`;
  const pace = timed ? 16_000 / (frames.at(-1)!.time || 1) : 0;
  const hold = (f: number): number =>
    timed && f + 1 < frames.length ? (frames[f + 1].time! - frames[f].time!) * pace : 260;
  const controls = player(show, {frames: frames.length, frame: firstFrame, hold, autoplay, describe});
  if (typeof ResizeObserver !== "undefined") {
    new ResizeObserver(measure).observe(stack);
  }
  picker.addEventListener("change", () => select(Number(picker.value)));
  stack.addEventListener("keydown", (event) => {
    const used = controls.key(event) || /^Arrow(Up|Down)$/.test(event.key);
    if (event.key === "ArrowUp") select(selected - 1);
    if (event.key === "ArrowDown") select(selected + 1);
    if (used) event.preventDefault();
  });

  const reading = html(
    "div",
    {class: "reading"},
    html("label", {}, texts ? "Text of " : "Rows of ", picker, texts ? ` in the lane “${lanes.at(-1)!.name}”` : ""),
    pointed,
    ...(texts ? [text] : [])
  );
  const from = starts.some(Boolean) ? `, from the last ${SHOWN_OF_PROMPT} tokens of each prompt on` : "";
  return {
    element: html("div", {}, html("div", {class: "race-bar"}, controls.element, legend()), stack, reading, status),
    title: finding(lanes),
    caption: [
      `Rows are samples, columns are cache slots${from}. What this step computes is tinted; the upright line is where the sample writes next. Below each cache lies the list of rows that the step feeds to the network, and lines lead from the rows of the marked sample to their slots.`
    ],
    svgs: () => views.map(({picture}) => picture.element),
    table: () =>
      tabulate(
        raceRows(lanes),
        raceColumns,
        "Every step of every lane; counts add up from the first step after the prefill"
      )
  };
}

/** Slots worth drawing: all, or where prompts are long from the last tokens of each one's prompt on. */
function extent(lanes: readonly RaceLane[]): {starts: number[]; columns: number} {
  const [{samples}] = lanes[0].steps;
  const prompts = samples.map(({slots, padSlots}) => slots - padSlots);
  const starts = prompts.map((length) => (Math.max(...prompts) > 16 ? Math.max(0, length - SHOWN_OF_PROMPT) : 0));
  let columns = 0;
  for (const {steps} of lanes) {
    for (const {feed} of steps) {
      feed.slots.forEach((slot, row) => (columns = Math.max(columns, slot + 1 - starts[feed.samples[row]])));
    }
  }
  return {starts, columns};
}

/** tokens of a long prompt that are drawn */
const SHOWN_OF_PROMPT = 6;
