import {describe, expect, it, vi} from "vitest";
import {recordedForest} from "../../loaders/lib/recordedForest.js";
import {exitRounds, exitRoundsParameters} from "../../src/figures/exitRounds.js";
import type {ForestData} from "../../src/figures/forestData.js";
import {forestWords} from "../../src/figures/forestData.js";
import {exitRounds as roundsOf, sumRounds} from "../../src/figures/kit/exitRound.js";
import {replayExit} from "../../src/figures/kit/exitReplay.js";
import {sentence} from "../../src/figures/kit/roundPicture.js";
import type {Address} from "../../src/figures/kit/address.js";
import {outputs} from "../../src/decoding/collect.js";
import {totalsOf} from "../../src/traces/totals.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const data = recordedForest(["dialogue", "math"], {perDomain: 2, maxNewTokens: 32}) as ForestData;
const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const frameText = (figure: HTMLElement): string => figure.querySelector(".frame")?.textContent ?? "";
const press = (figure: HTMLElement, key: string): void => {
  figure
    .querySelector(".round-scroll")!
    .dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
};
const sums = (figure: HTMLElement): Record<string, string> =>
  Object.fromEntries(
    [...figure.querySelectorAll(".sums > div")].map((row) => [
      row.querySelector("dt")!.textContent,
      row.querySelector("dd")!.textContent
    ])
  );

describe("exitRounds", () => {
  it("exitRounds", async () => {
    const figure = await exitRounds(data, {address: address(), autoplay: false});
    press(figure, "End");
    expectSnapshot(figure, "exitRounds");
  });

  it("replays the recorded text at every exit layer, draft length and threshold", async () => {
    for (const {layer} of data.exits) {
      for (const [draftLength, threshold] of [
        [1, 0.9],
        [6, 0.6],
        [8, 0]
      ]) {
        const setting = {exitLayer: layer, draftLength, threshold};
        for (const text of data.texts.slice(0, 2)) {
          const steps = await replayExit(data, [text], setting);
          expect(Array.from(outputs(steps)[0])).toEqual(text.output);
          const totals = totalsOf([steps]);
          const rounds = roundsOf(steps, text.prompt.length, setting);
          expect(sumRounds(rounds)).toEqual({
            rounds: totals.steps,
            tokens: totals.tokens - 1,
            drafts: totals.drafted,
            right: totals.accepted
          });
          for (const {drafts, stop} of rounds) {
            expect(drafts.length).toBeLessThanOrEqual(draftLength);
            // only the last draft may be below the threshold
            expect(drafts.slice(0, -1).every(({confidence}) => confidence >= threshold - 1e-5)).toBe(true);
            if (stop === "unsure") expect(drafts.at(-1)!.confidence).toBeLessThan(threshold);
            if (stop === "length") expect(drafts.length).toBe(draftLength);
          }
        }
      }
    }
  });

  it("steps by key, and its sums at the end are those of the run", async () => {
    const figure = await exitRounds(data, {address: address(), autoplay: false});
    expect(frameText(figure)).toMatch(/^round 1 of /);
    expect(figure.querySelector(".moment")!.textContent).toMatch(/^Draft 1: “/);
    press(figure, "ArrowRight");
    const second = figure.querySelector(".moment")!.textContent;
    press(figure, "ArrowLeft");
    expect(figure.querySelector(".moment")!.textContent).not.toBe(second);
    press(figure, "End");
    const [, tokens, passes] = /, (\d+) tokens take (\d+) passes/.exec(title(figure))!;
    expect(sums(figure)).toMatchObject({"tokens written": tokens, "passes of the other layers": passes});
    const {promptText, texts, id} = data.texts[0];
    expect(exitRoundsParameters(data).text.initial).toBe(id);
    const shown = figure.querySelector(".sample-text")!;
    shown.querySelectorAll(".run-rejected").forEach((wrong) => wrong.remove());
    expect(shown.textContent!.replace("…", "").endsWith((promptText + texts.join("")).slice(-60))).toBe(true);
  });

  it("reads its parameters from the address, writes them there, and changes with them", async () => {
    const where = address("?rounds.exit=8&rounds.draft=2&rounds.eta=0&rounds.text=nothing");
    const figure = await exitRounds(data, {address: where, autoplay: false});
    expect(title(figure)).toMatch(/^Drafted by 8 layers of 12/);
    const before = title(figure);
    const draft = figure.querySelector<HTMLInputElement>('input[type="number"]')!;
    draft.value = "8";
    draft.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(title(figure)).not.toBe(before));
    expect(where.read()).toContain("rounds.draft=8");
    expect(where.read()).toContain("rounds.exit=8");
  });

  it("says why a round stops, that the doubtful draft is kept, and when the adapter catches up", async () => {
    const setting = {exitLayer: 4, draftLength: 6, threshold: 0.6};
    const word = forestWords(data);
    const rounds = roundsOf(await replayExit(data, [data.texts[0]], setting), data.texts[0].prompt.length, setting);
    const unsure = rounds.find(({stop}) => stop === "unsure")!;
    expect(sentence(unsure, unsure.drafts.length, false, word)).toContain(
      "below η: drafting stops, and the draft is kept"
    );
    const behind = rounds.find(({catchUp}) => catchUp)!;
    expect(sentence(behind, 1, false, word)).toContain("the adapter reads two states");
    rounds.slice(1).forEach(({catchUp}, i) => {
      const before = rounds[i];
      expect(catchUp).toBe(before.accepted === before.drafts.length && before.drafts.length > 0);
    });
  });

  it("marks confidences so near the threshold that another device may decide otherwise", async () => {
    const text = data.texts[0];
    const all = async (threshold: number) => {
      const setting = {exitLayer: 4, draftLength: 6, threshold};
      return roundsOf(await replayExit(data, [text], setting), text.prompt.length, setting);
    };
    const drafts = (await all(0.6)).flatMap((round) => round.drafts);
    expect(drafts.some(({near}) => near)).toBe(false);
    const threshold = drafts[3].confidence + 5e-5;
    const round = (await all(threshold)).find(({drafts: list}) => list.some(({near}) => near))!;
    const place = round.drafts.findIndex(({near}) => near);
    expect(Math.abs(round.drafts[place].confidence - threshold)).toBeLessThan(1e-4);
    expect(sentence(round, place + 1, false, forestWords(data))).toContain("another device may decide otherwise");
  });

  it("says so where nothing is recorded", async () => {
    expect((await exitRounds(null)).textContent).toContain("Nothing has been recorded");
  });
});
