/** A top-2 margin below this may flip between batch shapes; also how far from the largest logit an emitted token may be. */
export const TOLERANCE = 1e-4;
