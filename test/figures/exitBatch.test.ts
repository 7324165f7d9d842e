import {describe, expect, it} from "vitest";
import {exitBatchData} from "../../loaders/lib/exitBatchData.js";
import {kangarooRecording} from "../../loaders/lib/kangarooRecording.js";
import {exitBatch} from "../../src/figures/exitBatch.js";
import {madeBatches} from "./madeMethods.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

describe("exitBatch", () => {
  it("draws speed, rows and pads by batch size, padded and unpadded", () => {
    const figure = exitBatch(madeBatches(), {address: address(), width: 420});
    expectSnapshot(figure, "exitBatch");
    expect(figure.querySelectorAll("svg[role=img]")).toHaveLength(3);
    expect([...figure.querySelectorAll("svg .name")].map(({textContent}) => textContent)).toEqual([
      "unpadded",
      "padded",
      "unpadded",
      "padded",
      "unpadded",
      "padded"
    ]);
  });

  it("says what padding costs at the largest batch size, and that no paper shows it", () => {
    const figure = exitBatch(madeBatches(), {address: address(), width: 420});
    expect(title(figure)).toBe(
      "With 4 dialogue texts at once, padding costs 0.63 rows a token instead of 0.50, 20% of them pads; unpadded, early exits decode 1.25 times as fast as greedy, padded 0.83 times"
    );
    expect(caption(figure)).toContain("Neither paper shows this");
  });

  it("keeps texts and setting in the address, and has the numbers as a table", () => {
    const page = address();
    const figure = exitBatch(madeBatches(), {address: page, width: 420});
    choose(figure, "Texts", "edit");
    choose(figure, "Setting", "paper");
    expect(page.read()).toBe("?exit-batch.texts=edit&exit-batch.setting=paper");
    const rows = tableRows(figure);
    expect(rows.map(([mode, size]) => `${mode} ${size}`)).toEqual([
      "greedy 1",
      "greedy 4",
      "padded 1",
      "padded 4",
      "unpadded 1",
      "unpadded 4"
    ]);
    expect(rows[3].slice(2, 6)).toEqual(["0.417", "0.417", "0.417", "2"]);
  });

  it("says when there is nothing", () => {
    expect(exitBatch(null).textContent).toContain("No batches have been timed");
  });

  it("draws the committed recording with either setting, as far as there is one", () => {
    const lines = kangarooRecording(["timing", "counts"]);
    const data = lines ? exitBatchData(lines, 12) : null;
    for (const setting of ["chosen", "paper"]) {
      const figure = exitBatch(data, {address: address(`?exit-batch.setting=${setting}`), width: 420});
      expect(figure.textContent).not.toMatch(/NaN|undefined|Infinity/);
      expect(figure.querySelectorAll("svg[role=img]").length).toBe(data ? 3 : 0);
    }
  });
});
