import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {describeTraces} from "../../src/traces/index.js";

it("docs/traces.md holds the schema as it is", () => {
  const page = readFileSync(new URL("../../docs/traces.md", import.meta.url), "utf8");
  expect(page).toContain(describeTraces());
});
