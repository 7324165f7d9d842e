// npx tsx tools/icons.ts
//
// Draws the pictures that the site has as PNG, since not everything that shows them reads SVG: icons, and the card that
// other sites show for a link to this one. They are committed; run it again after a change here.
import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {chromium} from "playwright-core";
import {chromiumFlags, requireChromium} from "./chromium.js";

const out = join("src", "icons");
const paper = "#fcfbf8";
const rings = (size: number, stroke: number): string =>
  `<svg width="${size}" viewBox="0 0 32 32" fill="none" stroke-width="${stroke}"><circle cx="12" cy="16" r="8.5" stroke="#a8441c"/><circle cx="20" cy="16" r="8.5" stroke="#107083"/></svg>`;

const card = `<style>
  @font-face { font-family: Card; font-weight: 200 900; src: url("http://card.invalid/serif.woff2"); }
  div { display: grid; grid-template-columns: 1fr 26rem; align-items: center; box-sizing: border-box; width: 1200px; height: 630px;
    padding: 0 5rem 0 5.5rem; background: ${paper}; color: #1d1b18; font-family: Card, Georgia, serif; }
  h1 { margin: 0; font-size: 96px; font-weight: 600; letter-spacing: -0.025em; line-height: 1; }
  p { margin: 26px 0 0; text-wrap: balance; font-size: 36px; line-height: 1.25; color: #59544b; }
  small { display: block; margin-top: 44px; font: 500 26px/1.4 Card, Georgia, serif; color: #0d6172; }
</style>
<div><section><h1>Concord</h1><p>Four papers about getting two views to agree, live in your browser</p>
<small>EMS-SD · Kangaroo · PanGu-π Pro · CORE</small></section>${rings(380, 2.6)}</div>`;

const pictures = [
  {name: "favicon-32.png", width: 32, height: 32, html: rings(32, 5)},
  {
    name: "apple-touch-icon.png",
    width: 180,
    height: 180,
    html: `<body style="background: ${paper}">${rings(180, 4.4)}`
  },
  {name: "card.png", width: 1200, height: 630, html: card}
];

mkdirSync(out, {recursive: true});
const browser = await chromium.launch({executablePath: requireChromium(), args: [...chromiumFlags]});
try {
  for (const {name, width, height, html} of pictures) {
    const page = await browser.newPage({viewport: {width, height}});
    const font = "node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2";
    await page.route("http://card.invalid/**", (route) =>
      route.request().url().endsWith("woff2")
        ? route.fulfill({path: font})
        : route.fulfill({
            contentType: "text/html",
            body: `<!DOCTYPE html><meta charset="utf-8">
<style>body { margin: 0 } svg { display: block }</style>${html}`
          })
    );
    await page.goto("http://card.invalid/");
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.screenshot({path: join(out, name), omitBackground: name !== "card.png"});
    await page.close();
  }
} finally {
  await browser.close();
}
