import {describe, expect, it} from "vitest";
import {recordedForest} from "../../loaders/lib/recordedForest.js";
import {exitRace, exitRaceParameters} from "../../src/figures/exitRace.js";
import {smallForest} from "./smallForest.js";
import {address, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const sources = {toy: () => Promise.resolve(smallForest()), none: () => Promise.resolve(null)};
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
const draw = (query = "", options = {}): Promise<HTMLElement> =>
  exitRace(sources, {exitLayer: 2, address: address(query), ...options});

describe("exitRace", () => {
  it("replays a batch padded and unpadded, lane under lane", async () => {
    const figure = await draw();
    expectSnapshot(figure, "exitRace");
    expect([...figure.querySelectorAll(".lane-name")].map((name) => name.firstChild?.textContent)).toEqual([
      "Padded",
      "Unpadded"
    ]);
  });

  it("says how ragged the drafts are, and what their pads cost", async () => {
    const rows = tableRows(await draw());
    const sum = (lane: string, at: number): number =>
      rows.filter(([name, step]) => name === lane && step !== "0").reduce((n, row) => n + Number(row[at]), 0);
    const drafted = rows.filter(([name, step]) => name === "Unpadded" && step !== "0");
    expect(title(await draw())).toMatch(
      new RegExp(
        `^In \\d+ of ${drafted.length} steps the drafts differ in length; the same \\d+ tokens take ${sum("Padded", 2)} rows padded, ${sum("Padded", 3)} of them pads, and ${sum("Unpadded", 2)} unpadded$`
      )
    );
    expect(sum("Padded", 3)).toBeGreaterThan(0);
    expect(sum("Unpadded", 3)).toBe(0);
  });

  it("has drafts of one length, and nothing ragged, with one draft a round", async () => {
    const figure = await draw("?exit-race.draft=1&exit-race.batch=2");
    expect(title(figure)).toMatch(/^In 0 of/);
  });

  it("keeps what is set in the address", async () => {
    const page = address();
    const figure = await exitRace(sources, {exitLayer: 2, address: page});
    choose(figure, "Exit layer ℓ", "1");
    await settled();
    expect(page.read()).toBe("?exit-race.exit=1");
    choose(figure, "Texts", "none");
    await settled();
    expect(title(figure)).toContain("No none texts have been recorded");
  });

  it("begins at the setting that it is given, within what can be set", () => {
    const given = exitRaceParameters(["toy"], {layers: [1, 2], exitLayer: 9, draftLength: 4, threshold: 0.4});
    expect([given.exit.initial, given.draft.initial, given.eta.initial]).toEqual(["1", 4, 40]);
  });

  it("refuses to be without domains", async () => {
    await expect(exitRace({})).rejects.toThrow("exitRace: no domains");
  });

  it("replays the committed forest, as far as there is one, with pads only where it is padded", async () => {
    const data = recordedForest(["dialogue"], {perDomain: 3, maxNewTokens: 24});
    const figure = await exitRace({dialogue: () => Promise.resolve(data)}, {address: address()});
    const rows = data ? tableRows(figure).filter(([lane]) => lane === "Unpadded") : [];
    expect(rows.length > 0).toBe(data !== null);
    expect(rows.every(([, , , pads]) => pads === "0")).toBe(true);
  });
});
