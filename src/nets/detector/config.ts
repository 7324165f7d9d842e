// The shape of the forgery detector: separable convolutions with residual connections, as in Xception (Chollet 2017), much
// smaller; CORE (Ni et al. 2022) takes Xception itself, with weights from ImageNet.

export interface DetectorConfig {
  /** pixels along an edge; divided by two in the stem and in every block */
  readonly size: number;
  /** channels after the stem and after each block; the last number is the length of the feature */
  readonly channels: readonly number[];
}

/** Weights of the classes in cross-entropy, real and manipulated, as in CORE's released code. */
export const CLASS_WEIGHTS = [4, 1] as const;

/** Under 0.1 M parameters: what the study trains. */
export const smallDetector: DetectorConfig = {size: 64, channels: [24, 48, 96, 160]};

/** @throws where the size cannot be halved often enough, naming it */
export function checkDetector({size, channels}: DetectorConfig): void {
  const halvings = channels.length;
  if (channels.length < 2) throw new Error(`detector: channels: ${channels.join(", ")}; a stem and a block at least`);
  if (!Number.isInteger(size / 2 ** halvings)) {
    throw new Error(`detector: size: ${size}; it is halved ${halvings} times, so it is a multiple of ${2 ** halvings}`);
  }
}
