// How a drafter does, as a distribution over what a step of one sample drafts and how much of it is right.

export interface Outcome {
  readonly drafted: number;
  /** leading drafts that are right */
  readonly accepted: number;
}

export interface Guessing {
  /** most drafts of a step */
  readonly draftLength: number;
  /** One step's outcome; takes equally many random numbers in [0, 1) every time. */
  draw(random: () => number): Outcome;
}

export interface EvenGuessing {
  /** probability that a step drafts at all */
  readonly find: number;
  /** probability that a draft is right where those before it are, α */
  readonly accept: number;
  readonly draftLength: number;
}

/** Every draft is right with the same probability, whatever came before: the usual model of speculative decoding. */
export function evenGuessing({find, accept, draftLength}: EvenGuessing): Guessing {
  for (const [name, value] of Object.entries({find, accept})) {
    if (!(value >= 0 && value <= 1)) throw new Error(`invalid ${name}: ${value} (a number in [0, 1])`);
  }
  return {
    draftLength,
    draw(random) {
      const found = random() < find;
      let accepted = 0;
      let right = true;
      for (let k = 0; k < draftLength; k++) {
        right = random() < accept && right;
        if (right) accepted++;
      }
      return found ? {drafted: draftLength, accepted} : {drafted: 0, accepted: 0};
    }
  };
}

export interface RecordedGuessing {
  /** most drafts of a step */
  readonly draftLength: number;
  /** drafts verified, in all steps of all samples */
  readonly drafted: number;
  /** entry j: steps of samples that accepted j drafts */
  readonly histogram: readonly number[];
}

/**
 * As recorded, or with shorter drafts. Approximate: a step drafts all or nothing (ends of texts, where there is room for
 * fewer, count as parts of whole drafts), and shorter drafts are the same ones cut off.
 */
export function recordedGuessing(
  {draftLength: recorded, drafted, histogram}: RecordedGuessing,
  draftLength = recorded
): Guessing {
  const steps = histogram.reduce((sum, count) => sum + count, 0);
  if (steps === 0) throw new Error("recordedGuessing: no steps");
  const right = steps - histogram[0];
  const tries = Math.max(right, Math.min(steps, Math.round(drafted / recorded)));
  const most = Math.min(draftLength, recorded);
  const outcomes = [steps - tries, tries - right, ...histogram.slice(1)];
  return {
    draftLength: most,
    draw(random) {
      let left = random() * steps;
      const at = outcomes.findIndex((count) => (left -= count) < 0);
      return at <= 0 ? {drafted: 0, accepted: 0} : {drafted: most, accepted: Math.min(at - 1, most)};
    }
  };
}

/** Mean tokens a step of one sample writes, its own included. */
export const tokensPerStep = (histogram: readonly number[]): number =>
  1 + histogram.reduce((sum, count, j) => sum + count * j, 0) / histogram.reduce((sum, count) => sum + count, 0);
