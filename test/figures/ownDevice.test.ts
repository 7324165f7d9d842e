import {afterEach, describe, expect, it, vi} from "vitest";
import {keepOwnDevice, onOwnDevice, OWN, ownDevice} from "../../src/figures/kit/ownDevice.js";
import {device} from "./costFixture.js";

const weights = ["a".repeat(64)];
const own = device(OWN);

afterEach(() => {
  vi.restoreAllMocks();
  keepOwnDevice(undefined);
});

/** The module as another visit has it: nothing held but what is stored. */
async function nextVisit(): Promise<{ownDevice: typeof ownDevice}> {
  vi.resetModules();
  return import("../../src/figures/kit/ownDevice.js");
}

describe("ownDevice", () => {
  it("is kept for the next visit, on the same weights", async () => {
    keepOwnDevice(own);
    const later = await nextVisit();
    expect(later.ownDevice(weights)).toEqual(own);
    expect(later.ownDevice(["b"])).toBeUndefined();
    expect(later.ownDevice([])).toBeUndefined();
  });

  it("is forgotten", async () => {
    keepOwnDevice(own);
    keepOwnDevice(undefined);
    expect(ownDevice(weights)).toBeUndefined();
    expect((await nextVisit()).ownDevice(weights)).toBeUndefined();
  });

  it("lasts as long as the page where the browser keeps nothing", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    expect(ownDevice(weights)).toBeUndefined();
    keepOwnDevice(own);
    expect(ownDevice(weights)).toEqual(own);
  });

  it.each([
    "",
    "null",
    "{",
    '{"networks":[]}',
    JSON.stringify({...own, networks: [{...own.networks[0], steps: [[1]]}]})
  ])("is nothing where the browser holds something else: %s", async (text) => {
    localStorage.setItem("concord.device-cost", text);
    expect((await nextVisit()).ownDevice(weights)).toBeUndefined();
  });

  it("tells who wants to know, until they have heard enough", () => {
    const told = vi.fn();
    const end = onOwnDevice(told);
    keepOwnDevice(own);
    end();
    keepOwnDevice(undefined);
    expect(told).toHaveBeenCalledTimes(1);
  });
});
