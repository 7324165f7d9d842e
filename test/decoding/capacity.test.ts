import {describe, expect, it} from "vitest";
import {capacity, modes} from "../../src/decoding/layouts/index.js";

describe("capacity", () => {
  it("is the text without its last token for one sample, in every mode", () => {
    for (const mode of modes) {
      expect(capacity({mode, promptLengths: [40], limits: [128], draftLength: 7})).toBe(40 + 127);
    }
  });

  it("grows with the draft length where the cache is aligned, as the released vanilla code allocates", () => {
    const batch = {promptLengths: Array<number>(24).fill(40), limits: Array<number>(24).fill(128), draftLength: 7};
    expect(capacity({mode: "vanilla", ...batch})).toBe(40 + 127 * 8);
    expect(capacity({mode: "unpad-input-tokens", ...batch})).toBe(40 + 127 * 8);
    expect(capacity({mode: "unpad-kv-cache", ...batch})).toBe(40 + 127 + 8);
    expect(capacity({mode: "ems-sd", ...batch})).toBe(40 + 127);
  });

  it("never exceeds what all samples emit together", () => {
    const batch = {promptLengths: [40, 30], limits: [128, 100], draftLength: 7};
    expect(capacity({mode: "vanilla", ...batch})).toBe(40 + 127 + 99);
  });

  it("is the prompt where only the prefill's token is wanted", () => {
    for (const mode of modes) {
      expect(capacity({mode, promptLengths: [5, 9], limits: [1, 1], draftLength: 4})).toBe(9);
    }
  });
});
