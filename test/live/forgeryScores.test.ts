import {describe, expect, it} from "vitest";
import {doesOf, insideAndOutside, noticeTitle, scorePicture} from "../../src/live/forgeryScores.js";

const said = (none: readonly [number, number], cosine: readonly [number, number]): string => {
  const map = {places: 1, start: 0, step: 1, values: new Float32Array(1)};
  const reading = ([pristine, forged]: readonly [number, number]) => ({pristine, forged, map});
  return noticeTitle("swap", {readings: {none: reading(none), cosine: reading(cosine)}, change: 6.96});
};
const what = "A face swap that changes 7.0 grey levels on average";

describe("who notices a forgery", () => {
  it("is who calls it manipulated and did not before", () => {
    expect(said([-2, 3], [-1, 1])).toBe(`${what}: both detectors notice`);
    expect(said([-2, -3], [-1, -0.2])).toBe(`${what}: neither detector notices`);
    expect(said([-2, -3], [-1, 2])).toBe(`${what}: only the detector with consistency notices`);
    expect(said([-2, 3], [-1, -2])).toBe(`${what}: only the detector without consistency notices`);
  });

  it("is nobody who called the face manipulated before anything was changed", () => {
    const alarm = "calls the face manipulated as it was drawn, too";
    expect(said([4, 3], [2, 1])).toBe(`${what}: both detectors call the face manipulated as it was drawn, too`);
    expect(said([4, 3], [-2, 1])).toBe(
      `${what}: the detector with consistency notices, the one without consistency ${alarm}`
    );
    expect(said([-4, -3], [2, -1])).toBe(
      `${what}: the detector without consistency does not notice, the one with consistency ${alarm}`
    );
  });
});

describe("a threshold of its own for each detector", () => {
  const map = {places: 1, start: 0, step: 1, values: new Float32Array(1)};
  const readings = {none: {pristine: 1, forged: 3, map}, cosine: {pristine: 1, forged: 3, map}};
  const thresholds = {none: 2, cosine: 4};

  it("decides who notices", () => {
    expect(noticeTitle("swap", {readings, change: 6.96}, thresholds)).toBe(
      `${what}: only the detector without consistency notices`
    );
    expect(doesOf({pristine: 2, forged: 9}, 2)).toBe("calls the face manipulated as it was drawn, too");
  });

  it("is drawn across its line, and said", () => {
    const picture = scorePicture({readings}, 600, thresholds);
    expect(picture.querySelectorAll(".threshold")).toHaveLength(2);
    expect(picture.getAttribute("aria-label")).toBe(
      "Scores. without consistency: 1.0 before, 3.0 after, threshold 2.0; with consistency: 1.0 before, 3.0 after, threshold 4.0"
    );
    expect(scorePicture({readings}, 600).querySelector(".threshold")).toBeNull();
  });
});

it("a map has a mean where the picture was changed, and one elsewhere", () => {
  const map = {places: 2, start: 4, step: 2, values: Float32Array.of(4, 1, 0, -2)};
  const mask = {width: 8, height: 8, data: new Float32Array(64)};
  for (const [y, x] of [[4, 4], [4, 5], [5, 4], [5, 5], [4, 6], [5, 6]]) mask.data[8 * y + x] = 1; // prettier-ignore
  // all of the first place and half of the second are new
  expect(insideAndOutside(map, mask)).toEqual({inside: (4 + 0.5) / 1.5, outside: (0.5 + 0 - 2) / 2.5});
  expect(insideAndOutside(map, {...mask, data: new Float32Array(64)}).inside).toBeNaN();
});

describe("their scores", () => {
  const map = {places: 1, start: 0, step: 1, values: new Float32Array(1)};
  const readings = {none: {pristine: 2, forged: 3, map}, cosine: {pristine: -2, forged: 3, map}};

  it("are drawn as wide as there is room, with names above their lines on a phone", () => {
    const [phone, wide] = [scorePicture({readings}, 340), scorePicture({readings}, 600)];
    for (const [picture, width] of [
      [phone, 340],
      [wide, 600]
    ] as const) {
      expect(picture.getAttribute("width")).toBe(String(width));
      for (const circle of picture.querySelectorAll("circle")) {
        const x = Number(circle.getAttribute("cx"));
        expect(x).toBeGreaterThan(6);
        expect(x).toBeLessThan(width - 6);
      }
    }
    expect(phone.querySelector(".name")?.getAttribute("text-anchor")).toBe("start");
    expect(wide.querySelector(".name")?.getAttribute("text-anchor")).toBe("end");
  });

  it("are marked as noticed where something was noticed", () => {
    const picture = scorePicture({readings}, 600);
    expect([...picture.querySelectorAll(".after")].map((mark) => mark.classList.contains("noticed"))).toEqual([
      false,
      true
    ]);
  });
});
