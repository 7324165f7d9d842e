// The example of the EMS-SD README (its Fig. 2 and Table 1): prompts of 5 and 3 tokens, two steps. Sample 0 predicts 5 and 2
// tokens and is given 4 and 2; sample 1 predicts 2 and 5 and is given 1 and 6 (the bonus token counts).
import {describe, expect, it} from "vitest";
import {cacheCells, collect, decode, packedRows} from "../../src/decoding/index.js";
import type {Drafter, Mode} from "../../src/decoding/index.js";
import {ToyModel} from "./toyModel.js";

const prompts = [Int32Array.of(1, 2, 3, 4, 5), Int32Array.of(6, 7, 8)];
const predicted = [
  [5, 2],
  [2, 5]
];
const given = [
  [4, 2],
  [1, 6]
];

/** Drafts that are right up to the tokens given, less the bonus, and wrong after. */
function scripted(model: ToyModel): Drafter {
  let step = 0;
  return {
    name: "scripted",
    draftLength: 5,
    begin: () => undefined,
    draft({samples}) {
      const tokens = samples.map((sample, i) => {
        const text = Array.from(sample.tokens);
        return Int32Array.from({length: predicted[i][step] ?? 0}, (_, k) => {
          const right = model.next(text);
          text.push(k < given[i][step] - 1 ? right : (right + 1) % model.vocabSize);
          return text[text.length - 1];
        });
      });
      step++;
      return {tokens};
    }
  };
}

async function run(mode: Mode) {
  const model = new ToyModel();
  const {steps} = await collect(decode({model, mode, drafter: scripted(model), prompts, maxNewTokens: 40}));
  return steps.slice(0, 3);
}

describe("the worked example of the paper", () => {
  it("feeds 12 and 12 rows in vanilla, 9 and 9 in EMS-SD", async () => {
    const rows = async (mode: Mode) => (await run(mode)).slice(1).map(({counts}) => counts.rows);
    expect(await rows("vanilla")).toEqual([12, 12]);
    expect(await rows("unpad-kv-cache")).toEqual([12, 12]);
    expect(await rows("unpad-input-tokens")).toEqual([9, 9]);
    expect(await rows("ems-sd")).toEqual([9, 9]);
  });

  it("gives 4 and 1 tokens, then 2 and 6", async () => {
    const steps = await run("ems-sd");
    expect(steps.slice(1).map(({samples}) => samples.map(({emitted}) => emitted.length))).toEqual([
      [4, 1],
      [2, 6]
    ]);
  });

  it("holds 15 slots for both in vanilla, 4 and 5 of them pads; 11 and 10 in EMS-SD, no pads", async () => {
    const slots = async (mode: Mode) => (await run(mode))[2].samples.map(({slots, padSlots}) => [slots, padSlots]);
    expect(await slots("vanilla")).toEqual([
      [15, 4],
      [15, 5]
    ]);
    expect(await slots("unpad-input-tokens")).toEqual([
      [15, 4],
      [15, 5]
    ]);
    expect(await slots("unpad-kv-cache")).toEqual([
      [11, 0],
      [10, 0]
    ]);
    expect(await slots("ems-sd")).toEqual([
      [11, 0],
      [10, 0]
    ]);
  });

  it("touches B × longest draft × longest cache in our attention, fewer in a ragged one", async () => {
    const [, first] = await run("ems-sd");
    // rows 6 and 3 behind caches of 5 and 3 slots
    expect(first.counts).toMatchObject({attentionRows: 12, attentionSlots: 12 * 11, raggedSlots: 51 + 15});
    const [, padded] = await run("vanilla");
    expect(padded.counts).toMatchObject({attentionRows: 12, attentionSlots: 12 * 11, raggedSlots: 51 + 51});
  });

  const letters = {prompt: "p", accepted: "a", rejected: "r", pad: "-", empty: "."} as const;
  const drawn = async (mode: Mode, steps: number) =>
    cacheCells((await run(mode)).slice(0, steps)).map((cells) => cells.map(({kind}) => letters[kind]).join(""));

  it("is drawn slot by slot for padded caches", async () => {
    expect(await drawn("vanilla", 1)).toEqual(["ppppp", "ppp--"]);
    expect(await drawn("vanilla", 2)).toEqual(["pppppaaaarr", "ppp--a-----"]);
    expect(await drawn("vanilla", 3)).toEqual(["pppppaaaaaa----", "ppp--a---aaaaaa"]);
  });

  it("is drawn slot by slot for per-sample caches", async () => {
    expect(await drawn("ems-sd", 2)).toEqual(["pppppaaaarr", "ppparr....."]);
    expect(await drawn("ems-sd", 3)).toEqual(["pppppaaaaaar", "pppaaaaaaa.."]);
  });

  it("is drawn with holes where packed rows meet a padded cache", async () => {
    expect(await drawn("unpad-input-tokens", 2)).toEqual(["pppppaaaarr", "ppp--a---.."]);
    expect(await drawn("unpad-kv-cache", 2)).toEqual(["pppppaaaarr", "ppparr---.."]);
  });

  it("packs rows that point back to sample, offset and slot", async () => {
    const rows = packedRows((await run("ems-sd"))[1]);
    expect(rows.map(({sample, offset, slot}) => [sample, offset, slot])).toEqual([
      [0, 0, 5],
      [0, 1, 6],
      [0, 2, 7],
      [0, 3, 8],
      [0, 4, 9],
      [0, 5, 10],
      [1, 0, 3],
      [1, 1, 4],
      [1, 2, 5]
    ]);
    expect(rows.map(({kept}) => kept)).toEqual([true, true, true, true, false, false, true, false, false]);
    expect(rows[6]).toMatchObject({row: 6, position: 3, role: "last"});
    expect(
      packedRows((await run("vanilla"))[1])
        .map(({role}) => role[0])
        .join("")
    ).toBe("ldddddlddppp");
  });
});
