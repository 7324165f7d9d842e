import {describe, expect, it} from "vitest";
import {noticeTitle, scorePicture} from "../../src/live/forgeryScores.js";

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
