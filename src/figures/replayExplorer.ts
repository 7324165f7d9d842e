// The race with its parameters in the reader's hands: batch size, texts, drafter and draft length are replayed exactly, by
// the decode loop with an oracle in the network's place. Without a recording it shows the paper's worked example.
import {formatCount, html} from "./kit/dom.js";
import {numberField, selectField} from "./kit/fields.js";
import {recordedDrafter, replayLanes} from "./kit/replay.js";
import {choice, readUrl, wholeNumber, writeUrl} from "./kit/urlState.js";
import {race} from "./race.js";
import {answersOf} from "./replayData.js";
import type {ReplayData} from "./replayData.js";

export interface ReplayExplorerOptions {
  /** query of the page's address, which holds the parameters; default location.search */
  readonly search?: string;
  /** keep a changed query; default replaces the page's address */
  readonly keep?: (query: string) => void;
}

/** The figure; it fills itself as soon as the first replay is done. */
export async function replayExplorer(
  data: ReplayData,
  {search = location.search, keep = keepAddress}: ReplayExplorerOptions = {}
): Promise<HTMLElement> {
  const domains = [...new Set(data.samples.map(({domain}) => domain))];
  const drafters = ["lookup", ...data.drafters];
  const most = Math.max(...domains.map((name) => data.samples.filter(({domain}) => domain === name).length));
  const parameters = {
    replayTexts: choice(domains[0], domains),
    replayBatch: wholeNumber(Math.min(6, most), 1, most),
    replayDrafter: choice("lookup", drafters),
    replayDraft: wholeNumber(7, 1, 8)
  };
  const state = readUrl(parameters, search);
  const stage = html("div", {class: "stage"});
  let turn = 0;

  const draw = async (autoplay: boolean): Promise<void> => {
    const mine = ++turn;
    const samples = data.samples.filter(({domain}) => domain === state.replayTexts).slice(0, state.replayBatch);
    const {layers, vocabSize, maxPositions} = data.model;
    const answers = samples.map((sample) => answersOf(sample, vocabSize));
    const drafter = {name: state.replayDrafter, draftLength: state.replayDraft, answers, vocabSize, maxPositions};
    const lanes = await replayLanes({
      answers,
      layers,
      vocabSize,
      maxPositions,
      drafter: () => recordedDrafter(drafter),
      maxNewTokens: data.maxNewTokens,
      eos: data.eos
    });
    if (mine !== turn) return; // the reader has moved on
    stage.replaceChildren(
      race(lanes, {
        name: `Replay of ${samples.length} recorded ${state.replayTexts} texts`,
        sampleNames: samples.map(({id}) => id),
        texts: samples.map(({texts}) => texts),
        autoplay,
        provenance: provenanceLine(data)
      })
    );
  };
  const change = <K extends keyof typeof state>(name: K) => {
    return (value: (typeof state)[K]): void => {
      state[name] = value;
      keep(writeUrl(parameters, state, location.search));
      void draw(false);
    };
  };
  const options = (values: readonly string[]): (readonly [string, string])[] =>
    values.map((value) => [value, value === "lookup" ? "look-up" : value]);
  const controls = html(
    "div",
    {class: "fields replay-fields"},
    numberField("Samples", {min: 1, max: most}, state.replayBatch, change("replayBatch")).element,
    selectField("Texts", options(domains), state.replayTexts, change("replayTexts")).element,
    selectField("Drafter", options(drafters), state.replayDrafter, change("replayDrafter")).element,
    numberField("Draft length", {min: 1, max: 8}, state.replayDraft, change("replayDraft")).element
  );
  await draw(true);
  return html("div", {class: "replay"}, controls, stage);
}

function keepAddress(query: string): void {
  history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`);
}

/** Where a replay's texts come from, one line. */
function provenanceLine({model, provenance, maxNewTokens}: ReplayData): string {
  const {device, runtime, date, command, commit} = provenance;
  return `Replayed from the recorded greedy output of ${model.name} ${model.sha256.slice(0, 8)}, ${formatCount(maxNewTokens)} new tokens; ${device}, ${runtime}, ${date}, commit ${commit}; again: ${command}.`;
}
