import {describe, expect, it} from "vitest";
import {arcBetween, onSphere, pathsByDepth, rotation, sphereNet} from "../../src/figures/kit/sphereGeometry.js";
import {openRuns, stepStatistics} from "../../src/figures/kit/sphereStatistics.js";
import {viewWords} from "../../src/figures/kit/detectionWords.js";
import {sphere, sphereParameters} from "../../src/figures/sphere.js";
import {madeSphere} from "./madeDetections.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const cells = (figure: Element): HTMLElement[] =>
  [...figure.querySelectorAll<HTMLElement>(".sphere-cell")].filter(({hidden}) => !hidden);
const marks = (cell: Element): number =>
  [...cell.querySelectorAll(".mark")].reduce((sum, path) => sum + (path.getAttribute("d")?.match(/M/g)?.length ?? 0), 0); // prettier-ignore
const card = (figure: Element): string => figure.querySelector(".pair-card")?.textContent ?? "";

describe("a sphere's geometry", () => {
  it("turns what is in front to the right and down", () => {
    const close = (found: readonly number[], wanted: readonly number[]): void => found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 9)); // prettier-ignore
    close(rotation(0, 0)([1, 0, 0]), [0, 0, 1]);
    close(rotation(90, 0)([1, 0, 0]), [1, 0, 0]);
    close(rotation(0, 90)([1, 0, 0]), [0, -1, 0]);
    const turned = rotation(37, -62)([0.2, -0.5, 0.4]);
    expect(Math.hypot(...turned)).toBeCloseTo(Math.hypot(0.2, -0.5, 0.4), 9);
  });
  it("puts points on the sphere, and leaves one without direction in the middle", () => {
    expect(Math.hypot(...onSphere([3, 4, 12]))).toBeCloseTo(1, 9);
    expect(onSphere([0, 0, 0])).toEqual([0, 0, 0]);
  });
  it("arcs stay on the sphere in equal pieces, and end where they shall", () => {
    const [a, b] = [onSphere([1, 0.2, 0]), onSphere([0.3, 1, -0.4])];
    const arc = arcBetween(a, b, 6);
    arc.forEach((point) => expect(Math.hypot(...point)).toBeCloseTo(1, 9));
    const lengths = arc.slice(1).map((point, i) => Math.hypot(...point.map((v, k) => v - arc[i][k])));
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(1e-9);
    arc[6].forEach((value, i) => expect(value).toBeCloseTo(b[i], 9));
    expect(arcBetween(a, a, 2)).toEqual([a, a, a]);
  });
  it("tells what is behind from what is in front", () => {
    const {front, behind} = pathsByDepth([[0, 0, 1], [1, 0, 0.5], [0, 1, -1], [0, 0, -1]], ([x, y]) => `${x},${y}`); // prettier-ignore
    expect(front).toBe("M0,0L1,0");
    expect(behind).toBe("M1,0L0,1L0,0");
    expect(sphereNet().flat().every((point) => Math.abs(Math.hypot(...point) - 1) < 1e-9)).toBe(true); // prettier-ignore
  });
});

describe("statistics of a step", () => {
  const data = madeSphere();
  const [none] = openRuns(data);
  it("AUC counts pairs, and at the beginning tells nothing", () => {
    const {auc, gap} = stepStatistics(none, data.faces, 3);
    expect(auc).toBe(1);
    expect(gap).toBeCloseTo(3 * 0.9, 3);
    const flat = {...none, difference: () => 1};
    expect(stepStatistics(flat, data.faces, 3)).toMatchObject({auc: 0.5, gap: 0});
    const one = {...none, difference: (_: number, face: number) => (face === 1 ? -1 : face)};
    expect(stepStatistics(one, data.faces, 3).auc).toBeCloseTo((0 + 2 + 3 + 4) / 16, 9);
  });
  it("means are of both classes and of each", () => {
    const of = stepStatistics(none, data.faces, 0);
    expect(of.cosine).toBeCloseTo((of.pristineCosine + of.manipulatedCosine) / 2, 6);
    expect(of.norm).toBeCloseTo(4, 2);
  });
});

describe("words of a view", () => {
  it("say what was drawn, and how much of the window it covers", () => {
    expect(viewWords({}, [0, 0], 64)).toBe("as it is");
    const erased = {left: 0, top: 0, width: 20, height: 40};
    expect(viewWords({flipped: true, erased}, [10, 0], 64)).toBe(
      "mirrored, 20 × 40 pixels blackened, 10% of the window"
    );
    expect(viewWords({erased}, [30, 0], 64)).toContain(", 0% of the window");
  });
});

describe("sphere", () => {
  it("draws four spheres and four charts", () => {
    expectSnapshot(sphere(madeSphere({people: 2}), {address: address("?sphere.pair=2")}), "sphere");
  });
  it("says how views agree and classes part, at the step that is shown", () => {
    const figure = sphere(madeSphere(), {address: address("?sphere.step=0")});
    expect(title(figure)).toMatch(/^At 0% of training the two views of a face have cosine 0\.7\d \(no penalty\), /);
    expect(title(figure)).toMatch(/AUC is 0\.\d\d, 0\.\d\d, 0\.\d\d, 0\.\d\d$/);
    expect(title(sphere(madeSphere(), {address: address()}))).toContain("AUC is 1.00, 1.00, 1.00, 1.00");
  });
  it("shows two marks for each face, fewer people and one kind where asked", () => {
    const figure = sphere(madeSphere(), {address: address()});
    expect(cells(figure)).toHaveLength(4);
    expect(cells(figure).map(marks)).toEqual([16, 16, 16, 16]);
    choose(figure, "Faces", "swap");
    expect(cells(figure).map(marks)).toEqual([2, 2, 2, 2]);
    expect(cells(sphere(madeSphere(), {address: address("?sphere.people=1")})).map(marks)).toEqual([4, 4, 4, 4]);
  });
  it("turns all spheres by the keys of one, and keeps that in the address", () => {
    const kept = address();
    const figure = sphere(madeSphere(), {address: kept});
    document.body.replaceChildren(figure);
    const globes = [...figure.querySelectorAll<HTMLElement>(".sphere-turn")];
    const drawn = (): (string | null)[] => globes.map((globe) => globe.querySelector(".mark.front.pristine")!.getAttribute("d")); // prettier-ignore
    const before = drawn();
    globes[1].dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
    expect(kept.read()).toBe("?sphere.turn=35");
    drawn().forEach((path, i) => expect(path).not.toBe(before[i]));
    for (let i = 0; i < 20; i++)
      globes[0].dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown", bubbles: true}));
    expect(kept.read()).toBe("?sphere.turn=35&sphere.tilt=90");
  });
  it("marks a face in all spheres, and says what is known of it", () => {
    const kept = address();
    const figure = sphere(madeSphere(), {address: kept});
    expect(card(figure)).toContain("Point at a disc or a diamond");
    choose(figure, "Marked face", "2");
    expect(kept.read()).toBe("?sphere.pair=2");
    expect(card(figure)).toContain("Person 1, face swap, window at (10, 20)");
    expect(card(figure)).toContain("View 2: mirrored, 32 × 16 pixels blackened, 13% of the window.");
    expect(figure.querySelectorAll(".pair-card tbody tr")).toHaveLength(4);
    for (const path of figure.querySelectorAll(".sphere .marked")) expect(path.getAttribute("d")).toMatch(/^M.*M/);
    choose(figure, "Marked face", "0");
    expect(figure.querySelector(".sphere .marked")?.getAttribute("d")).toBe("");
  });
  it("goes through the kept steps", () => {
    const kept = address("?sphere.step=1");
    const figure = sphere(madeSphere(), {address: kept});
    figure.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
    expect(kept.read()).toBe("?sphere.step=2");
    expect(title(figure)).toContain("At 50% of training");
    expect(figure.querySelectorAll(".sphere-charts .ring")).toHaveLength(16);
  });
  it("chooses among the cosine's rates", () => {
    const figure = sphere(madeSphere(), {address: address()});
    expect(cells(figure)[3].textContent).toContain("cosine, rate 1");
    choose(figure, "Cosine's rate", "10");
    expect(cells(figure)[3].textContent).toContain("cosine, rate 10");
    expect(title(figure)).toContain("(cosine, rate 10)");
  });
  it("stands with one run, names what is missing, and says when nothing is recorded", () => {
    const data = madeSphere({runs: [["none", "none", 0]]});
    const figure = sphere({...data, source: {...data.source, missing: ["l1-1", "cosine-1"]}}, {address: address()});
    expect(cells(figure)).toHaveLength(1);
    expect(caption(figure)).toContain("Not trained yet: l1-1, cosine-1.");
    expect(figure.textContent).not.toContain("Cosine's rate");
    const empty = sphere(null, {address: address()});
    expect(title(empty)).toBe("No detector has been followed over its training yet");
    expect(sphereParameters(null).step.initial).toBe(0);
  });
  it("holds every run and step as a table", () => {
    expect(tableRows(sphere(madeSphere(), {address: address()}))).toHaveLength(5 * 4);
  });
});
