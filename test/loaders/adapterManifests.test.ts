import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {readAdapterManifests} from "../../loaders/lib/adapterManifests.js";

it("readAdapterManifests of a folder that is not there is empty", () => {
  expect(readAdapterManifests("data/models/nobody")).toEqual({});
});

it.skipIf(!existsSync("data/models/kangaroo"))(
  "readAdapterManifests has Kangaroo's adapters and Medusa's heads alone",
  () => {
    const found = readAdapterManifests("data/models/kangaroo");
    expect(Object.keys(found)).toEqual(["exit-1", "exit-2", "exit-3", "exit-4", "exit-6", "exit-8", "medusa"]);
    for (const [name, {bytes, sha256}] of Object.entries(found)) {
      const file = readFileSync(`data/models/kangaroo/${name}.safetensors`);
      expect([bytes, sha256]).toEqual([file.length, createHash("sha256").update(file).digest("hex")]);
      expect(bytes, name).toBeLessThan(1.1e6);
    }
  }
);
