// A reader's text at every exit of the network: what it would have said after each of its layers. Runs in the page, in a
// worker; nothing is fetched before the reader asks.
import {bindParameters} from "../figures/kit/address.js";
import {html} from "../figures/kit/dom.js";
import {numberField, selectField} from "../figures/kit/fields.js";
import {frame} from "../figures/kit/frame.js";
import type {Picture} from "../figures/kit/frame.js";
import type {ExitMap} from "../traces/exitMap.js";
import {exitTable} from "./exitTable.js";
import {openKangaroo} from "./kangaroo.js";
import type {KangarooModels} from "./kangaroo.js";
import {exitMapParameters} from "./kangarooParameters.js";
import {TARGET} from "./messages.js";
import type {PanelOptions} from "./panel.js";
import {devicesFor, liveSource, startLabel} from "./panelText.js";
import type {WebDevice} from "./panelText.js";
import {liveRunner} from "./runner.js";
import type {RunContext} from "./runner.js";

export interface ExitMapPanelOptions extends PanelOptions {
  /** draws the map; default a table */
  readonly draw?: (map: ExitMap) => Picture;
}

/** A text, a button, and below them the map. */
export function exitMapPanel({manifest, prompts, draw = exitTable}: ExitMapPanelOptions): HTMLElement {
  const parameters = bindParameters("exit-map-live", exitMapParameters);
  const state = parameters.values;
  const text = html("textarea", {rows: 4, maxlength: 1000, spellcheck: "false", "aria-label": "Text that is read"});
  const suggest = (): void => void (text.value = prompts[state.texts][0]);
  suggest();
  const adapters = (): string[] => {
    const trained = Object.entries(manifest.adapters).filter(([, {architecture}]) => architecture === "attention");
    return state.adapters === "yes" ? trained.map(([name]) => name) : [];
  };
  const domains = Object.keys(prompts).map((domain) => [domain as typeof state.texts, domain] as const);
  const fields = [
    ["texts", selectField("Kind of text", domains, state.texts, (value) => {
      parameters.set("texts", value);
      suggest();
    })],
    ["tokens", numberField("Tokens it goes on to write", {min: 0, max: 64}, state.tokens, (value) => parameters.set("tokens", value))],
    ["adapters", selectField("Trained adapters", [["no", "leave out"], ["yes", "read too"]], state.adapters, (value) => {
      parameters.set("adapters", value);
      runner.relabel();
    })]
  ] as const; // prettier-ignore
  const shown = fields.filter(([name]) => !parameters.hidden(name));
  let devices: readonly WebDevice[] = [state.device === "webgpu" ? "webgpu" : "wasm"];
  const outcome = html("div");
  const runner = liveRunner<KangarooModels>({
    what: "Reading the text",
    label: (open) => (open ? "Read again" : startLabel(manifest, [TARGET, ...adapters()], devices, "Read it at every exit")), // prettier-ignore
    async load({downloading, ...context}, open) {
      return open ?? (await openKangaroo(manifest, {...context, device: state.device, progress: downloading()}));
    },
    run,
    lock: (locked) => void (text.readOnly = locked)
  });
  void devicesFor(state.device).then((found) => {
    devices = found;
    runner.relabel();
  });

  async function run(live: KangarooModels, {say, ...told}: RunContext): Promise<void> {
    say("Reading …");
    const asked = {probe: text.value, maxNewTokens: state.tokens, adapters: adapters()};
    const map = await live.mapExits(asked, told);
    const source = liveSource(live, [["Text", "the reader's, and what the network goes on to write"]]);
    outcome.replaceChildren(
      frame({id: "exit-map-live", source, parameters, drawings: draw !== exitTable}, draw(map)).element
    );
    say("Done.");
  }

  if (!manifest.models[TARGET]) runner.disable("joey has not been trained yet, so there is nothing to run.");
  return html(
    "div",
    {class: "live exit-map-live"},
    html("div", {class: "fields"}, ...shown.map(([, {element}]) => element)),
    html("ul", {class: "prompt-rows"}, html("li", {}, text)),
    runner.bar,
    ...runner.messages,
    outcome
  );
}
