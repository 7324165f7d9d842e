import {expect, it} from "vitest";
import {formatCount} from "../../src/figures/kit/dom.js";

it.each([0, 7, -7, 999, 1000, -1000, 1234567, 0.5, 1234.5678, 0.1 + 0.2, 999.9996, 2 ** 40])(
  "%d is written as the browser writes it in English",
  (value) => expect(formatCount(value)).toBe(value.toLocaleString("en"))
);
