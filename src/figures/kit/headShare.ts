// Embedding and head as a share of a network's parameters: PEHL of PanGu-π Pro (Tang et al. 2024, section 3).

/** Advice of that paper: at most so much of the parameters in embedding and head … */
export const MOST_HEAD = 0.2;
/** … and more than so much of the corpus covered. */
export const LEAST_COVERED = 0.9;

export interface HeadOf {
  readonly width: number;
  /** of the whole network */
  readonly parameters: number;
  /** one matrix is both */
  readonly tied: boolean;
}

/** The share; above 1 where embedding and head alone are larger than the network. */
export const headShare = (vocabulary: number, {width, parameters, tied}: HeadOf): number =>
  (vocabulary * width * (tied ? 1 : 2)) / parameters;
