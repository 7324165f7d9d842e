import {describe, expect, it} from "vitest";
import {choice, readRows, readUrl, someOf, wholeNumber, writeRows, writeUrl} from "../../src/figures/kit/urlState.js";

const parameters = {batch: wholeNumber(8, 1, 16), mode: choice("ems-sd", ["ems-sd", "vanilla"])};

describe("readUrl", () => {
  it("gives initial values where the address names none", () => {
    expect(readUrl(parameters, "")).toEqual({batch: 8, mode: "ems-sd"});
  });

  it("gives initial values where the address names nonsense", () => {
    for (const batch of ["", "0", "17", "2.5", "x", "1e99", "-1"]) {
      expect(readUrl(parameters, `?batch=${batch}&mode=fast`)).toEqual({batch: 8, mode: "ems-sd"});
    }
  });

  it("gives what the address names", () => {
    expect(readUrl(parameters, "?mode=vanilla&batch=16")).toEqual({batch: 16, mode: "vanilla"});
  });
});

describe("writeUrl", () => {
  it("leaves out what is as initially, and leaves other parameters alone", () => {
    expect(writeUrl(parameters, {batch: 8, mode: "ems-sd"}, "?batch=3&device=wasm")).toBe("?device=wasm");
    expect(writeUrl(parameters, {batch: 8, mode: "ems-sd"}, "?batch=3")).toBe("");
  });

  it("is read back as it was", () => {
    const values = {batch: 2, mode: "vanilla"} as const;
    expect(readUrl(parameters, writeUrl(parameters, values, ""))).toEqual(values);
  });
});

it("rows of text come back from the address as they were, whatever they hold", () => {
  const rows = [undefined, "a & b = <c>\nsecond line ☃", undefined, ""];
  expect(readRows(writeRows(rows, "?batch=4"), 4)).toEqual(rows);
  expect(writeRows([undefined, undefined], "?row1=x&row2=y")).toBe("");
});

it("rows of another name stand beside them", () => {
  const query = writeRows(["mine"], "?row1=x", "probe");
  expect(query).toBe("?row1=x&probe1=mine");
  expect(readRows(query, 1, "probe")).toEqual(["mine"]);
  expect(readRows(query, 1)).toEqual(["x"]);
});

describe("someOf", () => {
  const some = {methods: someOf("tree,medusa", ["lookup", "tree", "medusa"])};

  it("gives what is named in its own order, and nothing for nothing", () => {
    expect(readUrl(some, "?methods=medusa,lookup")).toEqual({methods: "lookup,medusa"});
    expect(readUrl(some, "?methods=")).toEqual({methods: ""});
  });

  it("passes over a list with a word that it does not know", () => {
    expect(readUrl(some, "?methods=tree,hydra")).toEqual({methods: "tree,medusa"});
  });

  it("is read back as it was, empty too", () => {
    for (const methods of ["", "lookup", "lookup,tree,medusa"]) {
      expect(readUrl(some, writeUrl(some, {methods}, ""))).toEqual({methods});
    }
  });
});
