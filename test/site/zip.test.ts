import {execFile, spawn} from "node:child_process";
import type {ChildProcess} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {promisify} from "node:util";
import JSZip from "jszip";
import {afterAll, beforeAll, expect, it} from "vitest";
import {listFiles} from "../../tools/site/files.js";
import {launch, openPage, settled} from "./browser.js";

const folder = mkdtempSync(join(tmpdir(), "concord-zip-"));
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  const file = join(folder, "site.zip");
  await promisify(execFile)(process.execPath, ["--import", "tsx", "tools/zip.ts", file]);
  const zip = await JSZip.loadAsync(readFileSync(file));
  for (const entry of Object.values(zip.files)) {
    mkdirSync(dirname(join(folder, entry.name)), {recursive: true});
    writeFileSync(join(folder, entry.name), await entry.async("nodebuffer"));
  }
  server = spawn(process.execPath, [join(folder, "serve.mjs"), "0"], {stdio: ["ignore", "pipe", "inherit"]});
  url = await new Promise((resolve) => server.stdout!.once("data", (data) => resolve(String(data).trim())));
});

afterAll(() => {
  server.kill();
  rmSync(folder, {recursive: true});
});

it("the zip holds the site, a server and how to start it", () => {
  expect(listFiles(join(folder, "site"))).toEqual(listFiles("dist"));
  expect(readFileSync(join(folder, "START.txt"), "utf8")).toContain("node serve.mjs");
});

it("its server shows the site, isolated, and nothing outside of it", async () => {
  const browser = await launch();
  const {page, problems, close} = await openPage(browser, url);
  await page.goto(`${url}/ems-sd`);
  await settled(page);
  expect(problems).toEqual([]);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await close();
  await browser.close();
  for (const path of ["/nowhere", "/..%2fSTART.txt", "/%E0%A4%A"]) expect((await fetch(url + path)).status).toBe(404);
});
