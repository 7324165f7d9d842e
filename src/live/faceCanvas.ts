// Pictures from the worker, with what is drawn over them.
import {html, svg} from "../figures/kit/dom.js";
import type {Pixels} from "./faceMessages.js";
import type {Activation} from "./faceWork.js";

export interface FaceCanvas {
  readonly element: HTMLElement;
  /** what lies over the picture, in the crop's pixels */
  readonly over: SVGSVGElement;
  /** Another picture, and what it is, for who does not see it; undefined for none. */
  show(picture: Pixels | undefined, words: string): void;
  /** A picture that came with the page, until another is shown. */
  showStill(source: string, words: string): void;
}

/** A place for a picture of `size` × `size` pixels, with its name below. */
export function faceCanvas(name: string, size = 128): FaceCanvas {
  const canvas = html("canvas", {width: size, height: size, role: "img", "aria-label": `${name}: nothing yet`});
  const over = svg("svg", {class: "over", viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true"});
  const element = html("div", {class: "face empty"}, html("div", {class: "face-picture"}, canvas, over), html("span", {class: "face-name"}, name)); // prettier-ignore
  return {
    element,
    over,
    show(picture, words) {
      element.classList.toggle("empty", !picture);
      canvas.setAttribute("aria-label", `${name}: ${words}`);
      if (!picture) return canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
      if (canvas.width !== picture.width) canvas.width = picture.width;
      if (canvas.height !== picture.height) canvas.height = picture.height;
      canvas.getContext("2d")?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
    },
    showStill(source, words) {
      const still = new Image();
      still.src = source;
      const draw = (): void => {
        if (!element.classList.contains("empty")) return;
        element.classList.remove("empty");
        canvas.setAttribute("aria-label", `${name}: ${words}`);
        canvas.getContext("2d")?.drawImage(still, 0, 0, canvas.width, canvas.height);
      };
      still.addEventListener("load", draw, {once: true});
    }
  };
}

/** An activation map over a crop: the darker a place, the more it speaks for "manipulated"; places against it are ringed. */
export function activationOver({places, start, step, values}: Activation): SVGElement[] {
  const most = Math.max(1e-6, ...values.map(Math.abs));
  return Array.from(values, (value, i) => {
    const [x, y] = [start + (i % places) * step, start + Math.floor(i / places) * step];
    return svg("rect", {
      class: value > 0 ? "for" : "against",
      x,
      y,
      width: step,
      height: step,
      opacity: ((0.75 * Math.abs(value)) / most).toFixed(3)
    });
  });
}

/** A mask over a crop, in blocks of a few pixels. */
export function maskOver(
  mask: {readonly width: number; readonly height: number; readonly data: Float32Array},
  block = 4
): SVGElement[] {
  const parts: SVGElement[] = [];
  for (let y = 0; y < mask.height; y += block) {
    for (let x = 0; x < mask.width; x += block) {
      const value = mask.data[(y + (block >> 1)) * mask.width + x + (block >> 1)];
      if (value > 0.02) parts.push(svg("rect", {class: "mask", x, y, width: block, height: block, opacity: (0.7 * value).toFixed(3)})); // prettier-ignore
    }
  }
  return parts;
}
