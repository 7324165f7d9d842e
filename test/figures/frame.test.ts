import {describe, expect, it} from "vitest";
import {bindParameters, isHidden} from "../../src/figures/kit/address.js";
import type {Address} from "../../src/figures/kit/address.js";
import {tabulate} from "../../src/figures/kit/dataTable.js";
import {html} from "../../src/figures/kit/dom.js";
import {frame} from "../../src/figures/kit/frame.js";
import type {Picture} from "../../src/figures/kit/frame.js";
import {embedCode, reportUrl} from "../../src/figures/kit/share.js";
import {facts} from "../../src/figures/kit/source.js";
import {choice, wholeNumber} from "../../src/figures/kit/urlState.js";
import {failOnWarnings} from "./snapshot.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const described = {batch: wholeNumber(8, 1, 16), texts: choice("edit", ["edit", "math"])};
const picture = (title: string, rows: number[]): Picture => ({
  element: html("div", {}, ...rows.map(String)),
  title,
  caption: ["a caption"],
  table: () => tabulate(rows, [{name: "n", value: (n) => n}], "c")
});

describe("bindParameters", () => {
  it("reads and writes names that begin with the figure's, and leaves others alone", () => {
    const page = address("?race.batch=3&speeds.batch=5");
    const {values, set} = bindParameters("race", described, page);
    expect(values).toEqual({batch: 3, texts: "edit"});
    set("texts", "math");
    expect(page.read()).toBe("?race.batch=3&speeds.batch=5&race.texts=math");
    set("batch", 8);
    expect(page.read()).toBe("?speeds.batch=5&race.texts=math");
  });

  it("gives a query of its own parameters alone", () => {
    const {query} = bindParameters("race", described, address("?race.batch=3&speeds.batch=5"));
    expect(query()).toBe("?race.batch=3");
  });

  it("hides a control, or all of a figure's, where the address says so", () => {
    const one = bindParameters("race", described, address("?hide=speeds,race.texts"));
    expect([one.hidden("texts"), one.hidden("batch")]).toEqual([true, false]);
    const all = bindParameters("race", described, address("?hide=race"));
    expect([all.hidden("texts"), all.hidden("batch")]).toEqual([true, true]);
    expect(isHidden("race", address("?hide=races"))).toBe(false);
  });
});

describe("frame", () => {
  const controls = [
    {name: "batch", element: html("input")},
    {name: "texts", element: html("select")}
  ];

  it("is named by its title, and keeps its controls while the picture changes", () => {
    const {element, update} = frame({id: "f", source: {how: "made up"}, controls}, picture("one", [1]));
    document.body.replaceChildren(element);
    const input = element.querySelector("input")!;
    input.focus();
    update(picture("two", [2, 3]));
    expect(document.activeElement).toBe(input);
    expect(document.getElementById(element.getAttribute("aria-labelledby")!)?.textContent).toBe("two");
    expect(element.querySelector(".stage")?.textContent).toBe("23");
  });

  it("leaves out controls that the address hides", () => {
    const parameters = bindParameters("f", described, address("?hide=f.texts"));
    const {element} = frame({id: "f", source: {how: "made up"}, parameters, controls}, picture("one", [1]));
    expect(element.querySelector("select")).toBeNull();
    expect(element.querySelector("input")).not.toBeNull();
  });

  it("shows an open table of the picture it has now", () => {
    const {element, update} = frame({id: "f", source: {how: "made up"}}, picture("one", [1]));
    const details = element.querySelector<HTMLDetailsElement>(".data-table")!;
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
    update(picture("two", [2, 3]));
    expect([...details.querySelectorAll("td")].map(({textContent}) => textContent)).toEqual(["2", "3"]);
  });
});

describe("share", () => {
  const shared = {id: "race", title: 'Pads "cost" <b>', query: "?race.batch=3&race.texts=math"};

  it("embeds a page of the figure alone, with nothing of its title as markup", () => {
    const code = embedCode(shared);
    expect(code).toContain('/embed/race?race.batch=3&amp;race.texts=math"');
    expect(code).toContain('title="Pads &quot;cost&quot; &lt;b>"');
    const holder = html("div");
    holder.innerHTML = code;
    expect(holder.querySelectorAll("*")).toHaveLength(1);
  });

  it("reports to the tracker where the site knows one, else to its own page", () => {
    expect(reportUrl(shared)).toMatch(/errata\?figure=race#report$/);
    document.head.innerHTML = '<meta name="concord-repository" content="https://example.org/c">';
    expect(reportUrl(shared)).toMatch(/^https:\/\/example\.org\/c\/issues\/new\?title=Figure\+race/);
    document.head.innerHTML = "";
  });
});

describe("facts", () => {
  it("names only what is known", () => {
    expect(facts({how: "made up"})).toEqual([]);
  });

  it("says that a software adapter is no GPU", () => {
    const provenance = {
      command: "npm run record",
      commit: "c",
      device: "swiftshader",
      provider: "webgpu",
      software: true,
      runtime: "r",
      date: "2026-11-23"
    } as const;
    expect(facts({how: "made up", provenance})).toContainEqual(["Device", "swiftshader (software, no GPU)"]);
  });
});
