// The live panel of early exits: own texts decoded in the page by joey with one method after the other, in a worker. Nothing
// is fetched before the reader asks for it, and of the adapters only what the chosen methods need. What is chosen stands in
// the page's address.
import {bindParameters, pageAddress} from "../figures/kit/address.js";
import {html} from "../figures/kit/dom.js";
import {share} from "../figures/kit/share.js";
import {readRows, writeRows} from "../figures/kit/urlState.js";
import type {StepRecord} from "../traces/step.js";
import {openKangaroo} from "./kangaroo.js";
import type {KangarooModels} from "./kangaroo.js";
import {kangarooControls} from "./kangarooControls.js";
import {methodLanes} from "./kangarooLanes.js";
import type {MethodStep} from "./kangarooMessages.js";
import {methodNames, methodOptions, methods, partsOf} from "./kangarooMethods.js";
import type {Method, MethodSettings} from "./kangarooMethods.js";
import {kangarooParameters, MOST_TEXTS, settingsOf} from "./kangarooParameters.js";
import {methodResults} from "./kangarooResults.js";
import {liveTrace} from "./liveTrace.js";
import type {TracedRun} from "./liveTrace.js";
import {DRAFT, TARGET} from "./messages.js";
import {methodSpeed} from "./methodSpeeds.js";
import type {PanelOptions} from "./panel.js";
import {devicesFor, liveProvenance, liveSource, startLabel} from "./panelText.js";
import type {WebDevice} from "./panelText.js";
import {promptRows} from "./rows.js";
import {liveRunner} from "./runner.js";
import type {RunContext} from "./runner.js";

/** A method's run so far. */
interface MethodRun extends TracedRun {
  readonly id: Method;
  readonly steps: StepRecord[];
}

/** The panel, as the page's address describes it. */
export function kangarooPanel({manifest, prompts}: PanelOptions): HTMLElement {
  const parameters = bindParameters("kangaroo-live", kangarooParameters);
  const state = parameters.values;
  const {models, adapters} = manifest;
  /** in the order in which they run; what the site has no weights for is left out */
  const chosen = (): Method[] => {
    const named = ["greedy", ...state.methods.split(",")];
    return methods.filter((method) => named.includes(method) && available(method));
  };
  const available = (method: Method): boolean =>
    (method !== "draft-model" || DRAFT in models) && partsOf([method], settings()).every((name) => name in adapters);
  const settings = (): MethodSettings => settingsOf(state);
  const draft = (): boolean => chosen().includes("draft-model");
  const needed = (): string[] => [TARGET, ...(draft() ? [DRAFT] : []), ...partsOf(chosen(), settings())];

  const rows = promptRows({
    suggested: prompts[state.texts].slice(0, MOST_TEXTS),
    edited: readRows(location.search, MOST_TEXTS),
    count: state.rows,
    change: () => pageAddress.write(writeRows(rows.edited(), pageAddress.read()))
  });
  const lanes = methodLanes();
  lanes.showRejected(state.rejected === "show");
  const controls = kangarooControls(parameters, {
    available,
    domains: Object.keys(prompts),
    changed(name) {
      if (name === "rows") rows.resize(state.rows);
      if (name === "texts") rows.suggest(prompts[state.texts]);
      if (name === "rejected") lanes.showRejected(state.rejected === "show");
      runner.relabel();
    }
  });
  let devices: readonly WebDevice[] = [state.device === "webgpu" ? "webgpu" : "wasm"];
  const outcome = html("div");
  const runner = liveRunner<KangarooModels>({
    what: "Live decoding",
    label: (open) => (open ? "Run again" : startLabel(manifest, needed(), devices)),
    async load({downloading, ...context}, open) {
      if (open && (!draft() || DRAFT in open.opened.models)) return open;
      open?.close();
      return await openKangaroo(manifest, {...context, draft: draft(), device: state.device, progress: downloading()});
    },
    run,
    lock: (locked) => rows.lock(locked)
  });
  void devicesFor(state.device).then((found) => {
    devices = found;
    runner.relabel();
  });

  async function run(live: KangarooModels, {say, ...told}: RunContext): Promise<void> {
    const runs: MethodRun[] = [];
    const texts = rows.texts();
    const asked = {texts, methods: chosen(), settings: settings(), maxNewTokens: state.tokens};
    const begin = (method: Method): MethodRun => {
      const parts = [...(method === "draft-model" ? [DRAFT] : []), ...partsOf([method], asked.settings)];
      const used = [TARGET, ...parts].map((name) => ({
        name,
        sha256: live.opened.models[name] ?? adapters[name].sha256,
        role: name === TARGET ? ("target" as const) : name === DRAFT ? ("draft" as const) : ("adapter" as const)
      }));
      const drafter = method === "greedy" ? "none" : method;
      const options = methodOptions(method, asked.settings);
      const mode = method === "greedy" ? "greedy" : "ems-sd";
      return {id: method, mode, name: methodNames[method].name, steps: [], drafter, options, models: used};
    };
    const pending: MethodStep[] = [];
    let drawing = 0;
    const draw = (): void => {
      drawing = 0;
      for (const step of pending.splice(0)) {
        let current = runs.at(-1);
        if (current?.id !== step.method) {
          runs.push((current = begin(step.method)));
          say(`${current.name} …`);
        }
        current.steps.push(step.record);
        lanes.append(step);
        if (current.steps.length > 1) lanes.say(step.method, inWords(current));
      }
    };
    outcome.replaceChildren();
    lanes.begin(asked.methods, texts.length);
    say("Getting ready …");
    await live.compare(asked, {
      ...told,
      on(step) {
        pending.push(step);
        drawing ||= requestAnimationFrame(draw);
      }
    });
    cancelAnimationFrame(drawing);
    draw();
    const trace = (): string => liveTrace(runs, {maxNewTokens: state.tokens, eos: manifest.eos, provenance: liveProvenance(live)}); // prettier-ignore
    const {exitLayer, draftLength, threshold} = asked.settings;
    const source = liveSource(live, [["Settings", `ℓ = ${exitLayer}, γ = ${draftLength}, η = ${threshold}`]]);
    outcome.replaceChildren(methodResults(runs, {source, trace}));
    say("Done.");
  }

  const shared = share(() => ({
    id: "kangaroo-live",
    title: "Run it yourself",
    query: writeRows(rows.edited(), parameters.query())
  }));
  if (!models[TARGET]) runner.disable("joey has not been trained yet, so there is nothing to run.");
  return html(
    "div",
    {class: "live kangaroo-live", id: "kangaroo-live"},
    ...controls,
    rows.element,
    runner.bar,
    ...runner.messages,
    lanes.element,
    shared,
    outcome
  );
}

/** Speed so far: "41 tokens/s, 2.1 tokens a pass". */
function inWords(run: MethodRun): string {
  const {tokensPerSecond, acceptanceLength} = methodSpeed(run);
  return `${Math.round(tokensPerSecond)} tokens/s, ${acceptanceLength.toFixed(2)} tokens a pass`;
}
