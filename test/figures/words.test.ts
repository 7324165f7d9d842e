// Citing, teaching, reporting, embedding: what stands around the figures.
import {readdirSync, readFileSync} from "node:fs";
import {beforeAll, describe, expect, it, vi} from "vitest";
import {checkParameters} from "../../src/figures/checkYourself.js";
import {citePage, pageEntry} from "../../src/figures/citePage.js";
import {depthStudyParameters} from "../../src/figures/depthStudy.js";
import {coreQuestions} from "../../src/figures/coreQuestions.js";
import {coreStudyParameters} from "../../src/figures/coreStudy.js";
import {penaltyParameters} from "../../src/figures/penalty.js";
import {rocParameters} from "../../src/figures/roc.js";
import {emsSdQuestions} from "../../src/figures/emsSdQuestions.js";
import {exitExplorerParameters} from "../../src/figures/exitExplorer.js";
import {exitMapParameters} from "../../src/figures/exitMap.js";
import {exitRoundsParameters} from "../../src/figures/exitRounds.js";
import {kangarooQuestions} from "../../src/figures/kangarooQuestions.js";
import {bibtex, bibtexEntry} from "../../src/figures/kit/bibtex.js";
import type {References} from "../../src/figures/kit/bibtex.js";
import {embedded, postHeight} from "../../src/figures/kit/embed.js";
import {coreLessons, emsSdLessons, kangarooLessons, lessonQuery, lessons} from "../../src/figures/lessons.js";
import {parameterRows, parameterTable} from "../../src/figures/parameterTable.js";
import {raceParameters} from "../../src/figures/replayExplorer.js";
import {reportMistake} from "../../src/figures/reportMistake.js";
import {exitMapParameters as exitMapLiveParameters, kangarooParameters} from "../../src/live/kangarooParameters.js";
import {liveParameters} from "../../src/live/parameters.js";
import {committedPaper, committedReplay} from "./committedReplay.js";
import {kangarooPaper, recordedRounds} from "./recordedForests.js";
import {failOnWarnings} from "./snapshot.js";
import {toyGrid} from "./toyGrid.js";
import {corePaper} from "./madeDetectors.js";
import {madeRoc} from "./madeScores.js";

failOnWarnings();

const paper = committedPaper();

const references = JSON.parse(readFileSync("data/references/ems-sd.json", "utf8")) as References;
let figures: Parameters<typeof parameterTable>[0] = [];
beforeAll(async () => {
  const replay = committedReplay();
  const rounds = recordedRounds();
  const questions = await emsSdQuestions({paper, replay});
  const earlyQuestions = await kangarooQuestions({paper: kangarooPaper(), rounds});
  const texts = ["dialogue", "edit", "stories", "math", "books"];
  figures = [
    {figure: "race", parameters: raceParameters(replay)},
    {figure: "live", parameters: liveParameters},
    {figure: "kangaroo-live", parameters: kangarooParameters},
    {figure: "exit-map-live", parameters: exitMapLiveParameters},
    {figure: "rounds", parameters: exitRoundsParameters(rounds)},
    {figure: "exit-map", parameters: exitMapParameters(texts)},
    {figure: "explorer", parameters: exitExplorerParameters(toyGrid)},
    {figure: "check", parameters: checkParameters(questions)},
    {figure: "depth-study", parameters: depthStudyParameters},
    {figure: "kangaroo-check", parameters: checkParameters(earlyQuestions)},
    {figure: "penalty", parameters: penaltyParameters},
    {figure: "roc", parameters: rocParameters(madeRoc())},
    {figure: "core-study", parameters: coreStudyParameters},
    {figure: "core-check", parameters: checkParameters(coreQuestions({paper: corePaper()}))}
  ];
});

describe("bibtex", () => {
  it("keeps capitals that a style would lower, and spells page ranges as TeX does", () => {
    const entry = bibtex("ni2024", references.ni2024);
    expect(entry).toMatch(/^@inproceedings\{ni2024,\n {2}title = \{\{EMS-SD\}: Efficient Multi-sample/);
    expect(entry).toContain("author = {Yunsheng Ni and Chuanjian Liu and Yehui Tang and Kai Han and Yunhe Wang}");
    expect(entry).toContain("pages = {9307--9320}");
    expect(entry).toContain("eprint = {2405.07542},\n  archiveprefix = {arXiv}");
    expect(entry).toContain("url = {https://aclanthology.org/2025.naacl-long.471/}");
    expect(bibtex("kwon2023", references.kwon2023)).toContain("Serving with {PagedAttention}");
  });

  it("escapes what TeX would take for a command, and leaves addresses alone", () => {
    expect(bibtexEntry("misc", "k", {title: "a & b_c 5%", url: "https://x/a_b", note: undefined})).toBe(
      "@misc{k,\n  title = {a \\& b\\_c 5\\%},\n  url = {https://x/a_b}\n}"
    );
  });

  it.each(Object.keys(references))("%s has a key of a name and a year, authors, and an address", (key) => {
    const {authors, title, year, arxiv, url} = references[key];
    expect(key).toMatch(/^[a-z]+\d{4}[a-z]?$/);
    expect(authors[0].split(" ").at(-1)?.toLowerCase()).toBe(key.replace(/\d.*/, ""));
    expect([title, arxiv ?? url]).not.toContain(undefined);
    expect(year).toBeGreaterThanOrEqual(2022);
  });
});

describe("citePage", () => {
  const today = new Date("2027-01-05T12:00:00Z");

  it("names page, address, commit and day of reading, and takes the year of the commit", () => {
    const version = {commit: "abc1234", date: "2026-11-25"};
    const entry = pageEntry({title: "EMS-SD", url: "https://x.org/concord/ems-sd", version, today});
    expect(entry).toBe(
      [
        "@misc{concord-emssd,",
        "  title = {EMS-SD},",
        "  author = {{Concord developers}},",
        "  year = {2026},",
        "  howpublished = {Interactive web page},",
        "  url = {https://x.org/concord/ems-sd},",
        "  note = {Version abc1234 of 2026-11-25, read on 2027-01-05}",
        "}"
      ].join("\n")
    );
  });

  it("without a known commit names the day of reading alone", () => {
    const entry = pageEntry({title: "T", url: "https://x.org/", version: null, today});
    expect(entry).toContain("@misc{concord,");
    expect(entry).toContain("year = {2027}");
    expect(entry).toContain("note = {read on 2027-01-05}");
  });

  it("copies the paper's entry as well, and refuses a paper it does not know", async () => {
    const written: string[] = [];
    vi.stubGlobal("navigator", {clipboard: {writeText: (text: string) => Promise.resolve(written.push(text))}});
    const element = citePage({url: "https://x.org/ems-sd", paper: {key: "ni2024", references}});
    for (const button of element.querySelectorAll("button")) button.click();
    await vi.waitFor(() => expect(written).toHaveLength(2));
    expect(written[1]).toBe(bibtex("ni2024", references.ni2024));
    await vi.waitFor(() => expect(element.querySelector('[role="status"]')?.textContent).toBe("Copied."));
    vi.unstubAllGlobals();
    expect(() => citePage({paper: {key: "nobody1999", references}})).toThrow("nobody1999");
  });

  it("selects the text where the browser doesn't let a page copy", async () => {
    vi.stubGlobal("navigator", {});
    const element = citePage({url: "https://x.org/ems-sd"});
    document.body.append(element);
    element.querySelector("button")?.click();
    await vi.waitFor(() => expect(element.querySelector('[role="status"]')?.textContent).toMatch(/^Selected/));
    expect(getSelection()?.toString()).toContain("@misc{concord-emssd");
    vi.unstubAllGlobals();
    element.remove();
  });
});

describe("parameterTable", () => {
  it("says of every parameter what it sets, what is allowed, and what it is at first", () => {
    const {body} = parameterRows(figures);
    expect(body.length).toBeGreaterThan(12);
    for (const row of body) expect(row.map(String), String(row[0])).not.toContain("");
    expect(body).toContainEqual(["race.draft", "most tokens of a guess", "1 to 8", 7]);
    expect(parameterTable(figures).querySelectorAll("tbody tr")).toHaveLength(body.length);
  });

  it("on the page for teachers holds every figure that binds parameters to the address", () => {
    const page = readFileSync("src/teachers.md", "utf8");
    const sources = ["src/figures", "src/live"].flatMap((folder) =>
      readdirSync(folder, {recursive: true, encoding: "utf8"})
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
    );
    const bound = sources
      .flatMap((source) => [...source.matchAll(/(?:bindParameters\(\s*|\{id = |\bid = )"([^"]+)"/g)])
      .map(([, id]) => id);
    expect(bound).toContain("race");
    expect([...new Set(bound)].filter((id) => !page.includes(`figure: "${id}"`))).toEqual([]);
  });
});

describe("lessons", () => {
  it.each([...emsSdLessons, ...kangarooLessons, ...coreLessons].map((lesson) => [lesson.title, lesson] as const))(
    "%s: sets and hides what exists",
    (_, lesson) => {
      const query = new URLSearchParams(lessonQuery(lesson));
      const known = new Map(
        figures.flatMap(({figure, parameters}) =>
          Object.entries(parameters).map(
            ([name, parameter]) => [`${figure}.${name}`, parameter] as [string, typeof parameter]
          )
        )
      );
      const names = new Set<string>([...known.keys(), ...figures.map(({figure}) => figure)]);
      expect(
        query
          .get("hide")
          ?.split(",")
          .filter((name) => !names.has(name))
      ).toEqual([]);
      const set = [...query].filter(([name]) => name !== "hide");
      expect(set.length).toBeGreaterThan(0);
      for (const [name, text] of set) expect(known.get(name)?.parse(text), `${name}=${text}`).not.toBeUndefined();
    }
  );

  it("link into the chapter", () => {
    const links = [...lessons(emsSdLessons).querySelectorAll("a")].map(({href}) => href);
    expect(links).toHaveLength(3);
    expect(links[0]).toMatch(/\/ems-sd\?race\.batch=1&hide=race\.texts,race\.drafter,race\.draft,check$/);
    const others = [...lessons(kangarooLessons).querySelectorAll("a")].map(({href}) => href);
    expect(others).toHaveLength(3);
    expect(others[0]).toMatch(/\/kangaroo\?rounds\.eta=0&hide=[a-z.,-]+,kangaroo-check$/);
    expect(others[1]).toMatch(/kangaroo-check#exit-map$/);
  });
});

describe("reportMistake", () => {
  const today = new Date("2027-01-05T12:00:00Z");

  it("knows the figure that led to it, and the page if it is of this site", () => {
    const from = `${location.origin}/ems-sd?race.batch=3`;
    const {textContent} = reportMistake({query: "?figure=race", from, today});
    expect(textContent).toContain("You came from the figure race.");
    expect(textContent).toContain(`Figure: race\nPage: ${from}\nSeen on: 2027-01-05`);
  });

  it("takes no figure whose name is none, and no page of another site", () => {
    const {textContent} = reportMistake({query: "?figure=<b>x", from: "https://elsewhere.org/", today});
    expect(textContent).not.toContain("You came from");
    expect(textContent).not.toContain("elsewhere");
  });

  it("leads to the tracker where one is known", () => {
    const element = reportMistake({query: "", from: "", repository: "https://x.org/c", today});
    expect(element.querySelector("a")?.href).toBe("https://x.org/c/issues/new");
  });
});

describe("embedded", () => {
  it("leads back to its page with the parameters that are set", () => {
    history.replaceState(null, "", "?race.batch=3");
    const link = embedded(document.createElement("figure"), {page: "ems-sd", name: "N", anchor: "race"}).querySelector(
      "a"
    )!;
    expect(link.href).toMatch(/\/ems-sd\?race\.batch=3#race$/);
    history.replaceState(null, "", "?race.batch=5");
    link.dispatchEvent(new Event("focus"));
    expect(link.href).toMatch(/\?race\.batch=5#race$/);
    history.replaceState(null, "", location.pathname);
  });

  it("tells no height where no page is around it", () => {
    const post = vi.fn();
    postHeight(document.createElement("div"), post);
    expect(post).not.toHaveBeenCalled();
  });
});
