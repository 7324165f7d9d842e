/**
 * How much of a face's texture is its frame's at a place of the mean shape, (0, 0) to (1, 1): none up to 60 % of an oval, all
 * from 94 % on, smoothly between.
 */
export function frameShare(x: number, y: number): number {
  const radius = (Math.abs((x - 0.5) / 0.43) ** 2.4 + Math.abs((y - 0.54) / 0.5) ** 2.4) ** (1 / 2.4);
  const t = Math.min(1, Math.max(0, (radius - 0.6) / 0.34));
  return t * t * (3 - 2 * t);
}
