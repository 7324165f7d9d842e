// From coefficients to a picture: the texture of the mean shape, the warp to the person's shape, and an oval on a neutral
// ground.
import {bicubic} from "../bicubic.js";
import {meshPoints, type Subject} from "../faceMesh.js";
import {createImage, type Point} from "../image.js";
import {ellipseDepth, maskOf, type Depth} from "../mask.js";
import {warpMap} from "../mesh.js";
import {shapeOf, type AppearanceModel} from "./model.js";
import {texturePainter} from "./paint.js";
import type {Person} from "./person.js";

export interface DrawFaceOptions {
  /** pixels along each side of the picture; default the texture's */
  readonly size?: number;
  /** colour around the oval */
  readonly ground?: readonly [number, number, number];
  /** share of the fine detail lost in mixing that is given back; default 1.3 */
  readonly detail?: number;
  /** pixels over which the oval's edge fades, at the texture's size; default 2.5 */
  readonly feather?: number;
}

const GREY = [128, 128, 128] as const;

/** Draws people of one model. A few milliseconds each, once what all of them share has been worked out. */
export function faceDrawer(model: AppearanceModel): (person: Person, options?: DrawFaceOptions) => Subject {
  const {groups, triangles} = model.mesh;
  const frame = model.layout.size;
  const paint = texturePainter(model);
  const mean = meshPoints(shapeOf(model, []), groups.oval, frame, frame);
  return (person, {size = frame, ground = GREY, detail = 1.3, feather = 2.5} = {}) => {
    const texture = paint(person, 1 + detail * (person.spread - 1));
    const k = size / frame;
    const scale = ([x, y]: Point): Point => [(x + 0.5) * k - 0.5, (y + 0.5) * k - 0.5];
    const shape = shapeOf(model, person.inner.shape);
    const map = warpMap(mean, meshPoints(shape, groups.oval, frame, frame).map(scale), triangles, size, size);
    const points = shape.map(scale);
    const outline = groups.oval.map((i) => points[i]);
    const mask = maskOf(size, size, cameo(outline), feather * k);
    const image = createImage(size, size, ground);
    mask.data.forEach((m, p) => {
      if (m === 0) return;
      bicubic(texture, map.data[2 * p], map.data[2 * p + 1], image.data, 3 * p);
      for (let c = 0; m < 1 && c < 3; c++) image.data[3 * p + c] = ground[c] + m * (image.data[3 * p + c] - ground[c]);
    });
    return {image, points};
  };
}

/** Depth in the oval that shows a face: its width, from a little above the outline of its landmarks to its chin. */
export function cameo(outline: readonly Point[]): Depth {
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const height = bottom - top;
  const [above, below] = [top - 0.17 * height, bottom + 0.025 * height];
  return ellipseDepth([(left + right) / 2, (above + below) / 2], ((right - left) / 2) * 1.03, (below - above) / 2);
}
