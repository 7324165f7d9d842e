// A reader's text at every exit of the network: what it would have said after each of its layers. Runs in the page, in a
// worker; nothing is fetched before the reader asks for it. What is set stands in the page's address, the text as `probe1`.
import {bindParameters, pageAddress} from "../figures/kit/address.js";
import {html} from "../figures/kit/dom.js";
import {exitTextOfMap} from "../figures/kit/exitText.js";
import {numberField, selectField} from "../figures/kit/fields.js";
import {frame} from "../figures/kit/frame.js";
import type {Picture} from "../figures/kit/frame.js";
import {mapPicture} from "../figures/kit/mapPicture.js";
import type {Source} from "../figures/kit/source.js";
import {readRows, writeRows} from "../figures/kit/urlState.js";
import type {ExitMap} from "../traces/exitMap.js";
import {openKangaroo} from "./kangaroo.js";
import type {KangarooModels} from "./kangaroo.js";
import {exitMapParameters, mapReaders} from "./kangarooParameters.js";
import {TARGET} from "./messages.js";
import type {PanelOptions} from "./panel.js";
import {devicesFor, liveSource, startLabel} from "./panelText.js";
import type {WebDevice} from "./panelText.js";
import {liveRunner} from "./runner.js";
import type {RunContext} from "./runner.js";

/** The text's name in the address; rows of the other live panel are `row1`, `row2`, … */
const PROBE = "probe";

/** A text, a button, and below them the map. */
export function exitMapPanel({manifest, prompts}: PanelOptions): HTMLElement {
  const bound = bindParameters("exit-map-live", exitMapParameters);
  const state = bound.values;
  let [own] = readRows(pageAddress.read(), 1, PROBE);
  /** the parameters, and the text where the reader has changed it */
  const parameters = {...bound, query: () => writeRows([own], bound.query(), PROBE)};
  const text = html("textarea", {rows: 4, maxlength: 1000, spellcheck: "false", "aria-label": "Text that is read"});
  const suggested = (): string => prompts[state.texts][0];
  const suggest = (): void => void (text.value = own ?? suggested());
  suggest();
  text.addEventListener("input", () => {
    own = text.value === suggested() ? undefined : text.value;
    pageAddress.write(writeRows([own], pageAddress.read(), PROBE));
  });
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
    if (map.places.length === 0) throw new Error("the text has one token, and of the first none is asked");
    const source = liveSource(live, [["Text", "the reader's, and what the network goes on to write"]]);
    outcome.replaceChildren(readMap(map, {parameters, source}));
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

export interface ReadMapOptions {
  readonly parameters: ReturnType<typeof bindParameters<typeof exitMapParameters>>;
  readonly source: Source;
}

/** The map in its frame; where adapters were read, the reader chooses between them and the network's own head. */
export function readMap(map: ExitMap, {parameters, source}: ReadMapOptions): HTMLElement {
  const {text, word} = exitTextOfMap(map);
  const both = map.exits.some(({adapter}) => adapter);
  const picture = (): Picture => mapPicture(text, {by: both ? parameters.values.by : "head", word});
  const by = selectField("Layers read by", mapReaders, parameters.values.by, (value) => {
    parameters.set("by", value);
    view.update(picture());
  });
  const controls = both ? [{name: "by", element: by.element}] : [];
  const view = frame({id: "exit-map-live", className: "exits", source, parameters, controls}, picture());
  return view.element;
}
