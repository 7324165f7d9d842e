// What drafts in Kangaroo (Liu et al. 2024, section 3) from the hidden states of a target network's exit layer ℓ, and the
// modules that the paper's table 2 compares it with.

/**
 * - `attention`: norm, attention, residual, norm, then the target's own head; Kangaroo's adapter
 * - `own-head`: the same with a head of its own, which starts as the target's
 * - `layer`: a whole transformer layer and a norm, then the target's head
 * - `mlp`: norm, two linear layers with SiLU between them, residual, norm, own head
 * - `medusa`: four heads on the target's last hidden state, of which head k predicts the token k places after the next
 *   (Cai et al. 2024): residual blocks of a linear layer with SiLU, then the target's own head. The original's heads each
 *   have an output layer over the vocabulary of their own.
 */
export const architectures = ["attention", "own-head", "layer", "mlp", "medusa"] as const;

export type Architecture = (typeof architectures)[number];

export interface AdapterConfig {
  readonly architecture: Architecture;
  /** layers of the target that its input has run ℓ; all of them for `medusa` */
  readonly exitLayer: number;
}

/** Whether it looks back at earlier rows, and so has a key-value cache. */
export const attends = ({architecture}: AdapterConfig): boolean => architecture !== "mlp" && architecture !== "medusa";

/** Heads of `medusa`. */
export const MEDUSA_HEADS = 4;

/** Residual blocks of each head of `medusa`; the original has one. */
export const MEDUSA_BLOCKS = 3;

/** Name of an adapter, as its file has it: `exit-2`, `exit-2-own-head`, `medusa`. */
export function adapterName({architecture, exitLayer}: AdapterConfig): string {
  if (architecture === "medusa") return architecture;
  return architecture === "attention" ? `exit-${exitLayer}` : `exit-${exitLayer}-${architecture}`;
}
