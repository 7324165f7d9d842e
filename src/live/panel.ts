// The live panel: own texts decoded in the page by joey, in a worker. Nothing of the network or its runtime is fetched
// before the reader asks for it. What is chosen stands in the page's address.
import {html} from "../figures/kit/dom.js";
import {laneNames} from "../figures/kit/replay.js";
import type {Mode} from "../decoding/layouts/modes.js";
import {openLive} from "./emsSd.js";
import type {LiveModels} from "./emsSd.js";
import {numberField, selectField} from "../figures/kit/fields.js";
import {liveTrace} from "./liveTrace.js";
import type {TracedRun} from "./liveTrace.js";
import {liveModes, liveParameters, MOST_ROWS} from "./parameters.js";
import {devicesFor, liveProvenance, liveSource, networksOf, startLabel} from "./panelText.js";
import type {WebDevice} from "./panelText.js";
import type {ModelsManifest} from "./manifest.js";
import {DRAFT, TARGET} from "./messages.js";
import type {LiveStep} from "./messages.js";
import {results} from "./results.js";
import {liveRunner} from "./runner.js";
import type {RunContext} from "./runner.js";
import {promptRows} from "./rows.js";
import {bindParameters, pageAddress} from "../figures/kit/address.js";
import {share} from "../figures/kit/share.js";
import {readRows, writeRows} from "../figures/kit/urlState.js";

export interface PanelOptions {
  readonly manifest: ModelsManifest;
  /** suggested texts per domain, sixteen each */
  readonly prompts: Readonly<Record<string, readonly string[]>>;
}

/** The panel, as the page's address describes it. */
export function livePanel({manifest, prompts}: PanelOptions): HTMLElement {
  const parameters = bindParameters("live", liveParameters);
  const state = parameters.values;
  if (!manifest.models[DRAFT]) parameters.set("drafter", "lookup");
  const keep = (): void => pageAddress.write(writeRows(rows.edited(), pageAddress.read()));
  const rows = promptRows({
    suggested: prompts[state.texts],
    edited: readRows(location.search, MOST_ROWS),
    count: state.batch,
    change: () => keep()
  });
  const bind =
    <K extends keyof typeof state>(name: K) =>
    (value: (typeof state)[K]): void => {
      parameters.set(name, value);
      if (name === "batch") rows.resize(state.batch);
      if (name === "drafter") runner.relabel();
      if (name === "texts") rows.suggest(prompts[state.texts]);
    };
  const modes = liveModes.map((mode) => [mode, `${laneNames[mode].name} (${mode})`] as const);
  const drafters: (readonly [typeof state.drafter, string])[] = [["lookup", "look-up"]];
  if (manifest.models[DRAFT]) drafters.push([DRAFT, DRAFT]);
  const domains = Object.keys(prompts).map((domain) => [domain as typeof state.texts, domain] as const);
  const fields = [
    ["batch", numberField("Batch size", {min: 1, max: MOST_ROWS}, state.batch, bind("batch"))],
    ["texts", selectField("Texts", domains, state.texts, bind("texts"))],
    ["mode", selectField("Mode", modes, state.mode, bind("mode"))],
    ["drafter", selectField("Drafter", drafters, state.drafter, bind("drafter"))],
    ["draft", numberField("Draft length", {min: 1, max: 12}, state.draft, bind("draft"))],
    ["tokens", numberField("New tokens", {min: 8, max: 160}, state.tokens, bind("tokens"))]
  ] as const;
  const shown = fields.filter(([name]) => !parameters.hidden(name));
  const controls = html("div", {class: "fields"}, ...shown.map(([, {element}]) => element));
  const shared = share(() => ({
    id: "live",
    title: "Run it yourself",
    query: writeRows(rows.edited(), parameters.query())
  }));

  let devices: readonly WebDevice[] = [state.device === "webgpu" ? "webgpu" : "wasm"];
  const outcome = html("div");
  const runner = liveRunner<LiveModels>({
    what: "Live decoding",
    label: (open) => (open ? "Run again" : startLabel(manifest, networksOf(state.drafter), devices)),
    async load({downloading, ...context}, open) {
      const draft = state.drafter === DRAFT;
      if (open && (!draft || DRAFT in open.opened.models)) return open;
      open?.close();
      return await openLive(manifest, {...context, draft, device: state.device, progress: downloading()});
    },
    run,
    lock(locked) {
      rows.lock(locked);
      if (locked) rows.clear();
    }
  });
  void devicesFor(state.device).then((found) => {
    devices = found;
    runner.relabel();
  });

  async function run(live: LiveModels, {signal, say}: RunContext): Promise<void> {
    const runs: {mode: Mode; name: string; steps: LiveStep["record"][]}[] = [];
    const texts = rows.texts();
    const written = texts.map((): string[] => []);
    const wanted: Mode[] = state.mode === "vanilla" ? ["greedy", "vanilla"] : ["greedy", "vanilla", state.mode];
    const pending: LiveStep[] = [];
    let drawing = 0;
    const draw = (): void => {
      drawing = 0;
      for (const {mode, record, added} of pending.splice(0)) {
        if (runs.at(-1)?.mode !== mode) {
          runs.push({mode, name: laneNames[mode].name, steps: []});
          rows.clear();
          written.forEach((list) => list.splice(0));
          say(`${laneNames[mode].name} …`);
        }
        runs.at(-1)?.steps.push(record);
        added.forEach((parts, i) => {
          if (parts.length === 0) return;
          written[i].push(...parts);
          rows.append(i, parts, record.samples[i].accepted);
        });
      }
    };
    await live.decode(
      {texts, modes: wanted, drafter: state.drafter, draftLength: state.draft, maxNewTokens: state.tokens},
      {
        signal,
        on(step) {
          pending.push(step);
          drawing ||= requestAnimationFrame(draw);
        }
      }
    );
    cancelAnimationFrame(drawing);
    draw();
    const networks = Object.entries(live.opened.models).map(([name, sha256]) => {
      return {name, sha256, role: name === TARGET ? ("target" as const) : ("draft" as const)};
    });
    const settings = {maxNewTokens: state.tokens, eos: manifest.eos};
    const source = liveSource(live, [["Drafter", `${state.drafter}, at most ${state.draft} tokens`]]);
    const traced = runs.map((one): TracedRun => {
      const alone = one.mode === "greedy";
      const models = networks.filter(({role}) => role === "target" || !alone);
      return {...one, drafter: alone ? "none" : state.drafter, options: alone ? {} : {draftLength: state.draft}, models}; // prettier-ignore
    });
    const trace = (): string => liveTrace(traced, {...settings, provenance: liveProvenance(live)});
    outcome.replaceChildren(results(runs, {texts: written, source, trace}));
    say("Done.");
  }

  if (!manifest.models[TARGET]) runner.disable("joey has not been trained yet, so there is nothing to run.");
  return html("div", {class: "live"}, controls, runner.bar, ...runner.messages, rows.element, shared, outcome);
}
