// What an address may set of the CORE chapter's live parts.
import {about, choice, wholeNumber} from "../figures/kit/urlState.js";
import type {Parameter} from "../figures/kit/urlState.js";
import {augmentations} from "../images/augment/names.js";
import {decodeView} from "../images/augment/viewCode.js";
import {families} from "../images/manipulate/names.js";

/** how far sliders go, in tenths of a deviation */
export const FAR = 25;
export const SEEDS = 99_999;
/**
 * Whom the live parts begin with: of the first forty, the face on which the cosines of the first two views are nearest to the
 * means over all forty, 0.92 and 0.99, and that both detectors call real.
 */
const PERSON = 36;

/** components with a slider */
export const components = ["c1", "c2", "c3", "c4", "c5", "c6"] as const;

const component = (k: number) => about(`tenths of a deviation along component ${k}`, wholeNumber(0, -FAR, FAR));

export const nobodyParameters = {
  person: about("the seed of the person", wholeNumber(PERSON, 0, SEEDS)),
  c1: component(1),
  c2: component(2),
  c3: component(3),
  c4: component(4),
  c5: component(5),
  c6: component(6)
};

export const pictures = ["pristine", ...families] as const;

const viewParameter = (initial: string): Parameter<string> => ({
  initial,
  allowed: "steps with * between them, such as f*e30_40_36_36*j60",
  parse: (text) => (decodeView(text) ? text : undefined)
});

export const twoViewsParameters = {
  person: about("the seed of the person", wholeNumber(PERSON, 0, SEEDS)),
  picture: about("the picture as drawn, or one of the manipulations", choice("pristine", pictures)),
  draw: about("the family that views are drawn from", choice("RE", augmentations)),
  a: about("the first view", viewParameter("e72_20_34_40")),
  b: about("the second view", viewParameter("f*e16_66_44_30"))
};

export const overlays = ["activation", "mask", "nothing"] as const;

export const forgeryParameters = {
  person: about("the seed of the person", wholeNumber(PERSON, 0, SEEDS)),
  donor: about("the seed of the person whose face is put in", wholeNumber(4021, 0, SEEDS)),
  family: about("the manipulation", choice("swap", families)),
  knobs: about("the manipulation's knobs, in the order of their sliders", {
    initial: "",
    allowed: "whole numbers with _ between them, one for each slider of the manipulation",
    leftOut: "each slider's own first value",
    parse: (text: string) => (/^(-?\d+(_-?\d+)*)?$/.test(text) ? text : undefined)
  }),
  alarm: about("from which score on a detector calls a picture manipulated: 0, or as rare as one false alarm in so many", choice("0", ["0", "10", "100", "1000"])), // prettier-ignore
  over: about("what lies over the forged picture", choice("activation", overlays)),
  by: about("whose activation map it is", choice("cosine", ["none", "cosine"]))
};

export const ownPictureParameters = {
  draw: about("the family that views are drawn from", choice("RE", augmentations)),
  seed: about("the seed of both views", wholeNumber(1, 0, 9999))
};
