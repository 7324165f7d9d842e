// The modes by name. EMS-SD (Ni et al. 2024, arXiv 2405.07542) has two parts that can be had separately: "unpad KV cache"
// and "unpad input tokens". Vanilla padding has neither. `vanilla-as-released` is vanilla as in the released code, which
// also verifies whatever ids are left in a padded row's extra places (leftovers.ts): same tokens, other step counts.
// `greedy` takes no drafter and is given the layout without any pads, so that a speed-up is over the strongest baseline.

export const modes = [
  "greedy",
  "vanilla",
  "unpad-kv-cache",
  "unpad-input-tokens",
  "ems-sd",
  "vanilla-as-released"
] as const;

export type Mode = (typeof modes)[number];

/** What a mode pads. */
export interface Padding {
  /** all samples share one cache cursor; slots that a sample does not fill are pads */
  readonly cache: boolean;
  /** all samples are fed equally many rows */
  readonly inputs: boolean;
}

const paddings: Readonly<Record<Mode, Padding>> = {
  greedy: {cache: false, inputs: false},
  vanilla: {cache: true, inputs: true},
  "unpad-kv-cache": {cache: false, inputs: true},
  "unpad-input-tokens": {cache: true, inputs: false},
  "ems-sd": {cache: false, inputs: false},
  "vanilla-as-released": {cache: true, inputs: true}
};

/** What `mode` pads. Throws on an unknown mode. */
export function paddingOf(mode: Mode): Padding {
  if (!modes.includes(mode)) throw new Error(`unknown mode: ${mode} (one of ${modes.join(", ")})`);
  return paddings[mode];
}
