// What was read once can be read without a network, and what is read is all of one build.
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {writeServiceWorker} from "../../tools/site/serviceWorker.js";
import {launch, settled} from "./browser.js";
import {serve} from "./serve.js";
import type {SiteServer} from "./serve.js";

let browser: Browser;
let context: BrowserContext | undefined;
const servers: SiteServer[] = [];
const folder = mkdtempSync(join(tmpdir(), "concord-site-"));

beforeAll(async () => {
  browser = await launch();
});

afterEach(async () => {
  await context?.close();
  for (const server of servers.splice(0)) server.close();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, {recursive: true});
});

async function open(options: Parameters<typeof serve>[0] = {}): Promise<{page: Page; url: string}> {
  const server = await serve(options);
  servers.push(server);
  context = await browser.newContext({serviceWorkers: "allow"});
  return {page: await context.newPage(), url: server.url};
}

/** Addresses of all copies. */
const copies = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("concord-site"));
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({url}) => url);
  });

/** Wait until a file is among the copies. */
async function kept(page: Page, file: string): Promise<void> {
  const there = async (): Promise<boolean> => (await copies(page)).some((address) => address.endsWith(`/${file}`));
  await expect.poll(there, {timeout: 30_000}).toBe(true);
}

describe.each(["", "/repo"])("the site below %j", (base) => {
  it("is readable with the network cut after one visit, figures and search included", async () => {
    const {page, url} = await open({base, isolated: base === ""});
    for (const [path, file] of [
      ["/docs/", "docs/index.html"],
      ["/ems-sd", "ems-sd.html"]
    ]) {
      await page.goto(url + path);
      await settled(page);
      await kept(page, file);
    }
    await context!.setOffline(true);
    const problems: string[] = [];
    page.on("pageerror", ({message}) => problems.push(message));

    await page.goto(`${url}/docs/`);
    await expect.poll(() => page.locator("h1").innerText(), {timeout: 30_000}).toBe("How Concord works");
    expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain("Source Serif");

    await page.goto(`${url}/ems-sd`);
    await page.locator("#race .frame").waitFor();
    expect(await page.locator(".observablehq--error").count()).toBe(0);

    await page.keyboard.press("/");
    await page.locator("dialog input").fill("unpadding");
    await page.locator("dialog li").first().waitFor();

    await page.goto(`${url}/docs/engine`);
    expect(await page.locator("h1").innerText()).toBe("There is no network");
    expect(await page.locator("li a").allInnerTexts()).toEqual(expect.arrayContaining(["/docs/", "/ems-sd"]));
    expect(problems).toEqual([]);
  });
});

it("weights and WebAssembly are not kept with a page", async () => {
  const {page, url} = await open();
  await page.goto(`${url}/ems-sd`);
  await kept(page, "ems-sd.html");
  const names = await copies(page);
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => /\.(wasm|safetensors)$/.test(name))).toEqual([]);
});

it("without headers from its host the site is isolated from the second visit on, without reloading itself", async () => {
  const {page, url} = await open({isolated: false});
  let loads = 0;
  page.on("load", () => loads++);
  await page.goto(`${url}/docs/`);
  await kept(page, "docs/index.html");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await page.waitForTimeout(500);
  expect(loads).toBe(1);
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.waitForTimeout(500);
  expect(loads).toBe(2);
});

/** A site of two pages whose files have the same names in every build, which Framework's never have. */
async function fakeBuild(version: string): Promise<void> {
  const page = (name: string): string => `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${name}</title>
<h1>${version}</h1><script type="module" src="./app.js"></script>`;
  writeFileSync(join(folder, "index.html"), page("first"));
  writeFileSync(join(folder, "second.html"), page("second"));
  writeFileSync(
    join(folder, "app.js"),
    `import {part} from "./part.js";
document.body.append(Object.assign(document.createElement("p"), {textContent: "${version} " + part}));
await navigator.serviceWorker.register("./sw.js", {updateViaCache: "none"});
(await navigator.serviceWorker.ready).active.postMessage({keep: location.href});`
  );
  writeFileSync(join(folder, "part.js"), `export const part = "${version}";`);
  await writeServiceWorker(folder);
}

const shown = async (page: Page): Promise<string> => {
  await page.locator("p").waitFor();
  return `${await page.locator("h1").innerText()} ${await page.locator("p").innerText()}`;
};

/** Builds of which files are kept. */
const builds = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("concord-site")));

it("a new build replaces the old one whole, and what was kept of the old one is there in the new", async () => {
  await fakeBuild("one");
  const {page, url} = await open({folder});
  await page.goto(`${url}/`);
  expect(await shown(page)).toBe("one one one");
  await kept(page, "index.html");
  await page.goto(`${url}/second`);
  await kept(page, "second.html");

  const [old] = await builds(page);
  await fakeBuild("two");
  // its worker takes over at a visit once it is ready; browsers look for it only when a page has been open for a while
  let now: string[] = [];
  for (let visit = 0; visit < 15 && (visit < 4 || now.length !== 1 || now[0] === old); visit++) {
    await page.goto(url + (visit % 2 ? "/second" : "/"));
    expect(await shown(page), `visit ${visit}`).toBe("two two two");
    await page.waitForTimeout(visit < 2 ? 400 : 3000);
    now = await builds(page);
  }
  expect(now).toHaveLength(1);
  expect(now).not.toEqual([old]);

  await context!.setOffline(true);
  for (const path of ["/", "/second"]) {
    await page.goto(url + path);
    expect(await shown(page)).toBe("two two two");
  }
});

it("a build that arrives while the network is away leaves the old one whole", async () => {
  await fakeBuild("one");
  const {page, url} = await open({folder});
  await page.goto(`${url}/`);
  await kept(page, "index.html");
  await context!.setOffline(true);
  await fakeBuild("two");
  await page.reload();
  expect(await shown(page)).toBe("one one one");
  await context!.setOffline(false);
  await page.reload();
  expect(await shown(page)).toBe("two two two");
});

it("another site at the same address is not covered by an old copy", async () => {
  await fakeBuild("one");
  const {page, url} = await open({folder});
  await page.goto(`${url}/`);
  await kept(page, "index.html");
  writeFileSync(join(folder, "index.html"), "<!DOCTYPE html><h1>something else</h1><script src='./app.js'></script>");
  writeFileSync(join(folder, "app.js"), 'document.body.insertAdjacentHTML("beforeend", "<p>else</p>")');
  rmSync(join(folder, "sw.js"));
  await page.reload();
  expect(await shown(page)).toBe("something else else");
});
