import {describe, expect, it} from "vitest";
import {TOY_STEPS, toyGradient, toyLoss, toyPoints, toyRun, toyState} from "../../src/figures/kit/collapseToy.js";
import type {ToyOptions} from "../../src/figures/kit/collapseToy.js";
import {
  angleOf,
  cosineOf,
  followed,
  gradientOf,
  lengthOf,
  penaltyKinds,
  penaltyOf,
  pullOf,
  slopeByAngle,
  slopeByCosine,
  vectorOf
} from "../../src/figures/kit/penaltyMath.js";
import type {Pair, PenaltyKind, Vector} from "../../src/figures/kit/penaltyMath.js";
import {curveValue, signed} from "../../src/figures/kit/penaltyCurves.js";
import {penalty} from "../../src/figures/penalty.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const pairs: Pair[] = [
  {f: [1.4, 0.5], g: [0.2, 1]},
  {f: [-0.3, 1.1], g: [0.8, -0.4]},
  {f: [0.2, -0.1], g: [1.5, 1.2]}
];
const draw = (query = ""): Promise<HTMLElement> => penalty({address: address(query), width: 700});

describe.each(penaltyKinds)("the penalty %s", (kind) => {
  it("has the gradient that differences of its values give", () => {
    for (const {f, g} of pairs) {
      const [x, y] = gradientOf(kind, {f, g});
      const by = (dx: number, dy: number): number =>
        (penaltyOf(kind, {f: [f[0] + dx, f[1] + dy], g}) - penaltyOf(kind, {f: [f[0] - dx, f[1] - dy], g})) / 2e-6;
      expect(x).toBeCloseTo(by(1e-6, 0), 6);
      expect(y).toBeCloseTo(by(0, 1e-6), 6);
    }
  });

  it("is 0 with no pull where the pair agrees", () => {
    const same: Pair = {f: [0.6, 0.8], g: [0.6, 0.8]};
    expect(penaltyOf(kind, same)).toBeCloseTo(0, 12);
    expect(lengthOf(gradientOf(kind, same))).toBeCloseTo(0, 6);
  });

  it("leads a pair where many small steps of gradient descent lead it", () => {
    for (const pair of pairs) {
      let {f, g} = pair;
      const step = 1e-4;
      for (let k = 0; k < 5000; k++) {
        const [df, dg] = [gradientOf(kind, {f, g}), gradientOf(kind, {f: g, g: f})];
        [f, g] = [[f[0] - step * df[0], f[1] - step * df[1]] as Vector, [g[0] - step * dg[0], g[1] - step * dg[1]] as Vector]; // prettier-ignore
      }
      const exact = followed(kind, pair, 0.5);
      for (const k of [0, 1]) {
        expect(Math.abs(exact.f[k] - f[k])).toBeLessThan(2e-3);
        expect(Math.abs(exact.g[k] - g[k])).toBeLessThan(2e-3);
      }
    }
  });
});

describe("pulls", () => {
  it("of the cosine lie across a feature; those of L1 and L2 lower the sum of both squared lengths", () => {
    for (const {f, g} of pairs) {
      for (const kind of ["cosine", "plain"] as const) {
        expect(pullOf(kind, {f, g}).along).toBeCloseTo(0, 12);
        expect(pullOf(kind, {f, g}).across).toBeGreaterThan(0);
        const then = followed(kind, {f, g}, 3);
        expect([lengthOf(then.f), lengthOf(then.g)].map((length) => length.toFixed(9))).toEqual([lengthOf(f), lengthOf(g)].map((length) => length.toFixed(9))); // prettier-ignore
      }
      for (const kind of ["l1", "l2"] as const) {
        const change = pullOf(kind, {f, g}).along * lengthOf(f) + pullOf(kind, {f: g, g: f}).along * lengthOf(g);
        expect(change).toBeLessThan(0);
        const end = followed(kind, {f, g}, Infinity);
        expect(end.f).toEqual(end.g);
        expect(end.f[0]).toBeCloseTo((f[0] + g[0]) / 2, 12);
      }
    }
  });

  it("of the square are 2 (1 − cos) times those of 1 − cos: equal at 60°, none at 180°", () => {
    const at = (kind: PenaltyKind, degrees: number): number =>
      pullOf(kind, {f: [1, 0], g: vectorOf((degrees * Math.PI) / 180, 2)}).across;
    for (const degrees of [10, 60, 120]) {
      expect(at("cosine", degrees) / at("plain", degrees)).toBeCloseTo(
        2 * (1 - Math.cos((degrees * Math.PI) / 180)),
        9
      );
    }
    expect(at("cosine", 60)).toBeCloseTo(at("plain", 60), 9);
    expect(at("cosine", 180)).toBeCloseTo(0, 9);
    expect(angleOf(followed("cosine", {f: [1, 0], g: [-1, 0]}, 5))).toBeCloseTo(Math.PI, 9);
  });

  it("leave the square far from agreement where 1 − cos has long agreed", () => {
    const pair: Pair = {f: [1, 0], g: [0, 1]};
    expect((180 / Math.PI) * angleOf(followed("cosine", pair, 12))).toBeGreaterThan(7);
    expect((180 / Math.PI) * angleOf(followed("plain", pair, 12))).toBeLessThan(1e-3);
  });

  it("have slopes by angle and by cosine that differences give", () => {
    for (const kind of ["cosine", "plain"] as const) {
      const value = (angle: number): number => penaltyOf(kind, {f: [1, 0], g: vectorOf(angle, 1)});
      for (const angle of [0.2, 1, 2.5]) {
        const byAngle = (value(angle + 1e-6) - value(angle - 1e-6)) / 2e-6;
        expect(slopeByAngle(kind, angle)).toBeCloseTo(byAngle, 6);
        expect(slopeByCosine(kind, Math.cos(angle))).toBeCloseTo(byAngle / -Math.sin(angle), 6);
        expect(curveValue(kind, {over: "angle", show: "value"}, angle)).toBeCloseTo(value(angle), 12);
      }
    }
    expect(cosineOf({f: [3, 0], g: [5, 0]})).toBe(1);
    expect([signed(-0.0004, 3), signed(-0.5, 1), signed(2, 0)]).toEqual(["0.000", "−0.5", "2"]);
  });
});

describe("the toy of collapse", () => {
  const run = (options: Partial<ToyOptions>) => {
    const all: ToyOptions = {penalty: "cosine", rate: 1, crossEntropy: false, seed: 1, ...options};
    return toyState(toyRun(all).at(-1)!, toyPoints(all.seed), all.crossEntropy);
  };

  it("has the gradient that differences of its loss give", () => {
    const points = toyPoints(3);
    const weights = [0.9, -0.3, 0.4, 1.2, 0.7, -1.1, 0.2];
    for (const penaltyKind of ["cosine", "l1", "l2"] as const) {
      for (const crossEntropy of [false, true]) {
        const loss = {penalty: penaltyKind, rate: 3, crossEntropy};
        const gradient = toyGradient(weights, points, loss);
        weights.forEach((_, i) => {
          const moved = (by: number): number => toyLoss(weights.map((w, k) => (k === i ? w + by : w)), points, loss); // prettier-ignore
          expect(gradient[i]).toBeCloseTo((moved(1e-6) - moved(-1e-6)) / 2e-6, 5);
        });
      }
    }
  });

  it("turns all features one way under the cosine alone, and leaves the classes apart with cross-entropy", () => {
    for (const seed of [1, 2, 3]) {
      for (const rate of [0.1, 1, 100]) {
        const alone = run({rate, seed});
        expect(alone.between).toBeGreaterThan(0.98);
        expect(alone.norm).toBeGreaterThan(0.5);
        expect(run({rate, seed, crossEntropy: true}).accuracy).toBeGreaterThan(0.9);
      }
      const before = run({rate: 0, seed});
      expect(before.between).toBeLessThan(0.8);
      expect(before.flatness).toBeCloseTo(1, 6);
    }
  });

  it("shrinks features to nothing under L1 and L2 alone", () => {
    for (const penaltyKind of ["l1", "l2"] as const) {
      expect(run({penalty: penaltyKind}).norm).toBeLessThan(0.02);
      expect(run({penalty: penaltyKind, rate: 0}).norm).toBeGreaterThan(1);
    }
  });

  it("learns alike for a seed, and has points of its own for another", () => {
    const options: ToyOptions = {penalty: "l2", rate: 1, crossEntropy: true, seed: 4};
    expect(toyRun(options)).toEqual(toyRun(options));
    expect(toyPoints(4)).not.toEqual(toyPoints(5));
    expect(toyRun(options)).toHaveLength(TOY_STEPS / 10 + 1);
  });
});

describe("penalty", () => {
  it("draws curves, pairs and the toy", async () => {
    expectSnapshot(await draw(), "penalty");
    expect((await draw()).innerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("says how hard the square pulls, and what L2 makes of lengths", async () => {
    expect(title(await draw())).toMatch(/^At 40° \(1 − cos\)² pulls 0\.47 times as hard as 1 − cos and keeps both lengths; L2 lets f and g meet at length 1\.18$/); // prettier-ignore
    expect(title(await draw("?penalty.g=20"))).toContain("point the same way");
    expect(title(await draw("?penalty.g=-160"))).toContain("neither pulls at all");
    expect(caption(await draw())).toContain("The toy is no detector");
  });

  it("follows the pull: the cosine's lengths stay, and the address holds the time", async () => {
    const page = address();
    const figure = await penalty({address: page, width: 700});
    const [following] = figure.querySelectorAll<HTMLElement>(".player");
    const slider = following.querySelector<HTMLInputElement>("input")!;
    slider.value = "60";
    slider.dispatchEvent(new Event("input"));
    expect(page.read()).toBe("?penalty.time=60");
    const rows = tableRows(figure);
    expect(rows.map(([name]) => name)).toEqual(["(1 − cos)²", "1 − cos", "L1", "L2"]);
    expect(rows[0].slice(5)).toEqual(["1.500", "1.000"]);
    expect(rows[2].slice(4)).toEqual(["0.0°", "1.178", "1.178"]);
    expect([...figure.querySelectorAll(".penalty-says")].map(({textContent}) => textContent)[0]).toMatch(/^40° → \d+°; lengths stay 1\.50 and 1\.00$/); // prettier-ignore
    expect(figure.querySelectorAll('.trail[d^="M"]')).toHaveLength(6);
  });

  it("moves by the sliders and by dragging a tip, from the start again", async () => {
    const page = address("?penalty.time=30");
    const figure = await penalty({address: page, width: 700});
    const slider = figure.querySelector<HTMLInputElement>('input[aria-label="Direction of f"]')!;
    slider.value = "-40";
    slider.dispatchEvent(new Event("input"));
    expect(page.read()).toBe("?penalty.f=-40");
    document.body.append(figure);
    const [handle] = figure.querySelectorAll(".handle");
    const pointer = (type: string, clientX: number, clientY: number): MouseEvent =>
      Object.assign(new MouseEvent(type, {clientX, clientY, bubbles: true}), {pointerId: 1});
    handle.dispatchEvent(pointer("pointerdown", 0, 0));
    document.dispatchEvent(pointer("pointermove", 130, 130 - (260 / 4.4) * 1.2));
    document.dispatchEvent(pointer("pointerup", 0, 0));
    document.dispatchEvent(pointer("pointermove", 0, 0));
    expect(page.read()).toBe("?penalty.f=90&penalty.fLength=120");
    expect(figure.querySelector('input[aria-label="Length of f"]')?.getAttribute("aria-valuetext")).toBe("1.20");
    figure.remove();
  });

  it("lets the toy learn with another penalty and rate, and hides what is to be hidden", async () => {
    const page = address();
    const figure = await penalty({address: page, width: 700});
    const says = (): string => figure.querySelector(".collapse .part-words")?.textContent ?? "";
    expect(says()).toMatch(/^Alone, \(1 − cos\)² has brought all features into one direction .* With cross-entropy the classes stay apart\.$/); // prettier-ignore
    choose(figure, "Penalty", "l2");
    expect(says()).toContain("because nothing is left of them");
    const rate = figure.querySelector<HTMLInputElement>('input[aria-label="Rate"]')!;
    rate.value = "0";
    rate.dispatchEvent(new Event("input"));
    expect(says()).toContain("At rate 0 there is no penalty");
    expect(page.read()).toBe("?penalty.loss=l2&penalty.rate=0");
    expect((await draw("?hide=penalty.loss,penalty.f")).querySelectorAll(".collapse select")).toHaveLength(0);
  });

  it("draws its curves over the cosine as well", async () => {
    const figure = await draw("?penalty.over=cosine");
    expect(figure.querySelector(".penalty-curves .axis")?.textContent).toBe("cosine of f and g");
    expect(figure.querySelectorAll(".penalty-curves")[1].getAttribute("aria-label")).toBe(
      "slope, by the cosine of (1 − cos)² and of 1 − cos over the cosine"
    );
  });
});
