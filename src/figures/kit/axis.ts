// Axes: round values to draw a grid at, and which labels have room beside each other.

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
}

/** Round values from 0 to `top`, about `count` of them. */
export function gridValues(top: number, count = 5): number[] {
  if (!(top > 0)) return [0];
  const step = niceStep(top / count);
  return Array.from({length: Math.floor(top / step + 1e-9) + 1}, (_, k) => Number((k * step).toPrecision(12)));
}

/** Pixels that a text takes in the charts' font, roughly; wide rather than narrow. */
export const textWidth = (text: string): number => text.length * 7.7;

/** Which of some centred labels to write so that none touches another: the first, the last, and those between with room. */
export function roomFor(labels: readonly string[], places: readonly number[]): boolean[] {
  const half = labels.map((label) => textWidth(label) / 2 + 3);
  const shown = labels.map(() => false);
  const last = labels.length - 1;
  let right = -Infinity;
  labels.forEach((_, i) => {
    const fits = places[i] - half[i] >= right && (i === last || places[i] + half[i] <= places[last] - half[last]);
    if (!fits && i > 0 && i < last) return;
    shown[i] = true;
    right = places[i] + half[i];
  });
  return shown;
}

/** Round values within [low, high], about `count` of them. */
export function gridBetween(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return [low];
  const step = niceStep((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({length: last - first + 1}, (_, k) => Number(((first + k) * step).toPrecision(12)));
}
