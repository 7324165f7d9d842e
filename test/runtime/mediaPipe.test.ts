// The face detector against the program that its weights come with: the npm package's own, in Chromium, on the same pictures.
import {createServer, type Server} from "node:http";
import {readFile, readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {join} from "node:path";
import type {AddressInfo} from "node:net";
import {chromium, type Browser, type Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {decodeModel, faceDrawer, samplePerson} from "../../src/images/appearance/index.js";
import {findFaces} from "../../src/images/findFace.js";
import {toBytes, toRgba, type Image} from "../../src/images/image.js";
import {about} from "../../src/images/transform.js";
import {warpAffine} from "../../src/images/warpAffine.js";
import {openNode} from "../../src/runtime/node.js";
import {readBlazeFace} from "../../src/runtime/readCheckpoint.js";
import {random} from "../../src/training/random.js";
import {packageFolder, PACKAGE} from "../../studies/core/blazeface/blazeface.js";
import {chromiumFlags, requireChromium} from "../../tools/chromium.js";

const folder = packageFolder();

/** What the package says of a picture: middle and size of the box, six points; all in shares of the picture's sides. */
interface Told {
  readonly box: {readonly xCenter: number; readonly yCenter: number; readonly width: number; readonly height: number};
  readonly points: readonly {readonly x: number; readonly y: number}[];
}

const types: Record<string, string> = {js: "text/javascript", wasm: "application/wasm"};

/** In the page: runs the package on a picture. */
const script = `
const detector = new FaceDetection({locateFile: (name) => "/" + name});
detector.setOptions({model: "short"});
let told;
detector.onResults(({detections}) => {
  told = detections.map(({boundingBox: {xCenter, yCenter, width, height}, landmarks}) => ({
    box: {xCenter, yCenter, width, height},
    points: landmarks.map(({x, y}) => ({x, y}))
  }));
});
globalThis.facesOf = async ({rgba, width, height}) => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, {width, height});
  canvas.getContext("2d").putImageData(new ImageData(Uint8ClampedArray.from(rgba), width, height), 0, 0);
  await detector.send({image: canvas});
  return told;
};`;

describe.skipIf(!folder)(
  `MediaPipe's own program${folder ? "" : ` (skipped: ${PACKAGE} is not installed; run npm ci)`}`,
  () => {
    let server: Server;
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      server = createServer((request, response) => {
        const name = (request.url ?? "/").slice(1);
        if (name === "") {
          return response
            .writeHead(200, {"content-type": "text/html"})
            .end(`<script src=/face_detection.js></script><script>${script}</script>`);
        }
        readFile(join(folder as string, name), (error, bytes) => {
          if (error) return response.writeHead(404).end();
          response
            .writeHead(200, {"content-type": types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream"})
            .end(bytes);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      // the package computes with WebGL, which Chromium imitates where there is no GPU
      const args = [...chromiumFlags, "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
      browser = await chromium.launch({executablePath: requireChromium(), args});
      page = await browser.newPage();
      page.setDefaultTimeout(120_000);
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    const tell = (image: Image): Promise<Told[]> =>
      page.evaluate(
        (picture) => (globalThis as unknown as {facesOf: (given: typeof picture) => Promise<Told[]>}).facesOf(picture),
        {rgba: Array.from(toRgba(image)), width: image.width, height: image.height}
      );

    // twice 128 pixels are halved alike by both; other sizes are not, so they are no test of the network
    it.each([
      {person: 100, size: 128, scale: 1, angle: 0},
      {person: 101, size: 128, scale: 1, angle: 0},
      {person: 102, size: 128, scale: 0.5, angle: -0.3},
      {person: 103, size: 128, scale: 0.35, angle: 0.2},
      {person: 104, size: 256, scale: 0.6, angle: 0}
    ])(
      "finds the same face, to a twentieth of a pixel: %o",
      {timeout: 120_000},
      async ({person, size, scale, angle}) => {
        const model = decodeModel(gunzipSync(readFileSync("data/models/appearance/appearance.bin.gz")));
        const {image: drawn} = faceDrawer(model)(samplePerson(model, random(person)), {size});
        const middle = (size - 1) / 2;
        const moved = about([middle, middle], {scale, angle, shift: [3, -4]});
        const image = toBytes(warpAffine(drawn, moved, {outside: [128, 128, 128]}));
        const theirs = await tell(image);
        const network = await readBlazeFace(await openNode({device: "cpu"}), "data/models/blazeface");
        const ours = await findFaces(image, network);
        await network.release();
        expect(theirs).toHaveLength(1);
        expect(ours).toHaveLength(1);
        const [{box, points}] = ours;
        const step = size / 128;
        const near = (found: number, share: number): void => {
          expect(Math.abs(found - (share * size - 0.5)) / step).toBeLessThan(0.05);
        };
        theirs[0].points.forEach(({x, y}, k) => {
          near(points[k][0], x);
          near(points[k][1], y);
        });
        near(box.middle[0], theirs[0].box.xCenter);
        near(box.middle[1], theirs[0].box.yCenter);
        expect(Math.abs(box.width - theirs[0].box.width * size) / step).toBeLessThan(0.05);
        expect(Math.abs(box.height - theirs[0].box.height * size) / step).toBeLessThan(0.05);
      }
    );
  }
);
