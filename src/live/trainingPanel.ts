// Train it live: two character models of some ten thousand weights race in the page, each in a worker of its own, on a text
// of the reader's choice. Nothing is fetched before the reader asks for it, and no weights ever are: they begin at random,
// from a seed. What is set stands in the page's address.
import {bindParameters, isHidden} from "../figures/kit/address.js";
import {saveButton} from "../figures/kit/downloads.js";
import {formatCount, html} from "../figures/kit/dom.js";
import {frame} from "../figures/kit/frame.js";
import type {Picture} from "../figures/kit/frame.js";
import {trainingBar} from "./trainingBar.js";
import type {RuntimeSizes} from "./trainingBar.js";
import {trainingCharts} from "./trainingCharts.js";
import {networkControls, sharedControls} from "./trainingControls.js";
import {trainingLanes} from "./trainingLanes.js";
import type {SamplingArgs} from "./trainingMessages.js";
import {settingsOf, trainingParameters} from "./trainingParameters.js";
import type {NetworkKey} from "./trainingParameters.js";
import {trainingRace} from "./trainingRace.js";
import type {RaceOptions, RaceState} from "./trainingRace.js";
import {curvesOf, newRecord} from "./trainingRecord.js";
import type {TrainingTask} from "./trainingTask.js";
import {trainingTextField} from "./trainingTextField.js";
import {curvesTable, everyStep, trainingSource, trainingTitle} from "./trainingWords.js";

export interface TrainingPanelOptions {
  readonly runtime: RuntimeSizes;
  /** how contestants are started; default in workers of this page */
  readonly start?: RaceOptions["start"];
}

/** milliseconds between two drawings */
const DRAWN_EVERY = 250;
/** characters of a sample */
const SAMPLE_LENGTH = 160;

/** The panel, as the page's address describes it. */
export function trainingPanel({runtime, start}: TrainingPanelOptions): HTMLElement {
  const bound = bindParameters("train-live", trainingParameters);
  const {values} = bound;
  const keys = (): NetworkKey[] => (values.networks === "1" ? ["a"] : ["a", "b"]);
  const names = (): string[] => keys().map((key) => key.toUpperCase());
  const sampling = (): SamplingArgs => ({
    every: Number(values.samples),
    length: SAMPLE_LENGTH,
    temperature: values.temperature / 10
  });
  const tasks = (): Record<string, TrainingTask> =>
    Object.fromEntries(
      keys().map((key) => [
        key.toUpperCase(),
        {settings: settingsOf(bound, key), text: text.text(), steps: values.steps, seed: values.seed}
      ])
    );

  let last: RaceState = "fresh";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawn = 0;
  const race = trainingRace({
    start,
    warn: (warning) => bar.warn(warning),
    progress: (progress) => bar.progress(progress),
    changed() {
      if (race.state !== last) {
        last = race.state;
        settle();
        if (last === "running") bar.say("Training …");
      }
      timer ??= setTimeout(draw, Math.max(0, DRAWN_EVERY - (performance.now() - drawn)));
    }
  });
  const bar = trainingBar({
    runtime,
    device: values.device,
    toggle: () => void (race.state === "running" ? race.pause().catch(() => undefined) : go()), // a run says why it failed
    step: () => void go(1),
    reset() {
      bar.clear();
      race.reset();
      bar.say("Reset.");
      draw();
    }
  });
  let built = false; // the controls tell of themselves while they are being made
  const changed = (): void => {
    if (!built) return;
    settle();
    draw();
  };
  const text = trainingTextField(changed);
  const sets = {a: networkControls(bound, "a", changed), b: networkControls(bound, "b", changed)};
  const shared = sharedControls(bound, () => {
    race.setSampling(sampling());
    changed();
  });
  const settings = html(
    "fieldset",
    {class: "train-settings", "aria-label": "What is trained"},
    shared.settings,
    html("div", {class: "train-networks"}, sets.a.element, sets.b.element)
  );
  const charts = trainingCharts();
  const lanes = trainingLanes();
  const write = html("button", {type: "button"}, "Write now");
  write.addEventListener("click", () => void writeNow());
  const all = saveButton("Every step (CSV)", "train-live-steps.csv", () => new Blob([everyStep(race.racers)], {type: "text/csv"})); // prettier-ignore

  /** Have buttons, locks and notes fit the state and what is set. */
  function settle(): void {
    const size = text.vocabSize();
    sets.b.element.hidden = values.networks === "1";
    const fit = keys().map((key) => sets[key].check(size));
    bar.settle(race.state, size !== undefined && fit.every(Boolean));
    const fresh = race.state === "fresh";
    settings.disabled = !fresh;
    text.lock(!fresh);
    write.disabled = race.state !== "paused" && race.state !== "ended";
  }

  async function go(steps?: number): Promise<void> {
    bar.clear();
    race.setSampling(sampling());
    if (race.state === "fresh") bar.progress();
    try {
      await race.train(tasks(), {device: values.device, steps});
      const failed = race.racers.filter((racer) => racer.failed);
      const why = failed.map((racer) => `Training ${racer.name} failed: ${racer.failed}.`);
      bar.fail(why.length > 0 ? `${why.join(" ")} “Go on” tries again, “Reset” lets you change the settings.` : "");
      const done = Math.max(...race.racers.map(({record}) => record.steps.length));
      const paused = failed.length > 0 ? "" : `Paused after ${done} step${done === 1 ? "" : "s"}.`;
      bar.say(race.state === "ended" ? "Done." : paused);
    } catch (error) {
      if ((error as Partial<Error>).name === "AbortError") return; // reset, which has said so
      bar.say("");
      bar.fail(`Training failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      settle();
      draw();
    }
  }

  async function writeNow(): Promise<void> {
    write.disabled = true;
    try {
      await race.sample();
    } catch (error) {
      bar.fail(`Writing failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      settle();
    }
  }

  const stage = html(
    "div",
    {class: "live train-live"},
    settings,
    ...(isHidden("train-live.text") ? [] : [text.element]),
    ...bar.elements,
    lanes.element,
    html("div", {class: "train-sampling"}, shared.sampling, write),
    charts.element,
    html("div", {class: "train-axis"}, shared.axis, all)
  );
  let vocabSize = 0;
  let source = trainingSource([], "");
  let sourceOf = "";
  function picture(): Picture {
    const {racers} = race;
    vocabSize = text.vocabSize() ?? vocabSize;
    const records = names().map((name) => racers.find((racer) => racer.name === name)?.record ?? newRecord());
    const curves = curvesOf(records, values.axis);
    charts.draw({curves, axis: values.axis, names: names(), vocabSize});
    lanes.draw(racers);
    const opened = JSON.stringify(racers.map(({task, opened: on}) => [task.settings, on]));
    if (opened !== sourceOf) {
      sourceOf = opened;
      const whose = text.own() ? "the reader's own" : "the built-in one";
      source = trainingSource(racers, `${whose}, ${formatCount(text.text().length)} characters`);
    }
    return {
      element: stage,
      title: trainingTitle(racers, keys().length),
      caption: [CAPTION],
      table: () => curvesTable(curves, names(), values.axis),
      source
    };
  }
  const parameters = {...bound, query: () => text.query(bound.query())};
  const view = frame({id: "train-live", className: "train", source, parameters});
  function draw(): void {
    clearTimeout(timer);
    timer = undefined;
    all.disabled = !race.racers.some(({record}) => record.steps.length > 0);
    view.update(picture());
    drawn = performance.now();
  }
  built = true;
  changed();
  return view.element;
}

const CAPTION =
  "Solid: the mean loss on what is being learnt, over each stretch. Broken: the loss on the last tenth of the text, which is never learnt from. Where the solid line goes on falling and the broken one doesn't, a network learns its text by heart. Seconds count steps only, not the reading of held-out text nor the writing of samples.";
