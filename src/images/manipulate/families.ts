// The four manipulations with knobs drawn at random, as training and test sets take them.
import type {FaceMesh, Subject} from "../faceMesh.js";
import {createPlane, type Point} from "../image.js";
import {between, type Random} from "../random.js";
import {graphics} from "./graphics.js";
import type {Manipulated} from "./manipulated.js";
import type {Family} from "./names.js";
import {reenact} from "./reenact.js";
import {rerender} from "./rerender.js";
import {swap} from "./swap.js";

export interface DrawOptions {
  readonly mesh: FaceMesh;
  /** whose face is put in; swap and graphics need one */
  readonly donor: Subject;
  /** how the landmarks of this subject move to a smile, in pixels of its picture */
  readonly smile: readonly Point[];
  /** draws and computes everything with each knob at 0, so that nothing is changed: the null manipulation */
  readonly nothing?: boolean;
}

/** One manipulation with knobs drawn at random. */
export function drawManipulation(family: Family, subject: Subject, random: Random, options: DrawOptions): Manipulated {
  const {mesh, donor, smile, nothing = false} = options;
  const strength = nothing ? 0 : 1;
  const knob = (low: number, high: number): number => between(random, low, high) * strength;
  switch (family) {
    case "swap": {
      const knobs = {
        shape: knob(0, 0.8),
        colour: knob(0.5, 1),
        softness: knob(1.5, 10),
        size: between(random, 0.85, 0.95)
      };
      return swap(subject, donor, mesh, {...knobs, strength});
    }
    case "graphics": {
      const offset: Point = [knob(-2, 2), knob(-2, 2)];
      return graphics(subject, donor, mesh, {offset, size: between(random, 0.78, 0.9), strength});
    }
    case "reenact": {
      const sign = random() < 0.8 ? 1 : -0.6;
      return reenact(subject, smile, mesh, {strength: sign * knob(0.8, 1.6), softness: between(random, 3, 7)});
    }
    case "rerender":
      return rerender(subject, mesh, {coarseness: knob(0.15, 0.9), sharpening: knob(0.6, 1.4), softness: between(random, 3, 6), strength}); // prettier-ignore
  }
}

/** The subject as it is, and the mask of it. */
export function pristine({image}: Subject): Manipulated {
  return {image, mask: createPlane(image.width, image.height)};
}
