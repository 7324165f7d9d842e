// One training run of a study, as data/runs holds it: a line of JSON. What was trained (the recipe) is known by its hash,
// so that runs of several machines merge, and one is never done twice.
import type {Provenance} from "./identity.js";

/** What every run says, whatever was trained. */
export interface RecordedRun<Recipe = unknown> {
  readonly type: "study-run";
  /** SHA-256 of the recipe alone, first 16 hex digits */
  readonly hash: string;
  readonly recipe: Recipe;
  /** SHA-256 of what else it was made from, by name, such as the text */
  readonly inputs: Readonly<Partial<Record<string, string>>>;
  readonly cost: {
    /** processor seconds of the training steps; on a GPU the seconds they took */
    readonly seconds: number;
    /** of the whole process, at its highest */
    readonly peakMemoryMiB: number;
  };
  readonly provenance: Provenance;
}

/** A language model's run. */
export interface StudyRun<Recipe = unknown> extends RecordedRun<Recipe> {
  /** SHA-256 of the text, of the starting network's weights where some are inherited */
  readonly inputs: {readonly text: string; readonly parent?: string};
  /** weights by part */
  readonly parameters: {
    readonly embedding: number;
    readonly attention: number;
    readonly mlp: number;
    readonly norms: number;
  };
  /** what this run read, its last round only */
  readonly trained: {
    readonly steps: number;
    readonly tokens: number;
    readonly bytes: number;
    /** floating-point operations of its steps, forward and backward */
    readonly flops: number;
  };
  /** training loss in nats a token, means over stretches: step at the end of a stretch, loss, gradient norm */
  readonly curve: readonly (readonly [step: number, loss: number, gradientNorm: number])[];
  /** bits per byte of some held-out text, mean over domains, from before the first step on */
  readonly evaluations: readonly (readonly [step: number, bitsPerByte: number])[];
  /** why there is no score: the step at which loss or gradient was no number */
  readonly diverged?: number;
  /** bits per byte of all held-out text by domain; of a run that diverged there is none */
  readonly bitsPerByte?: Readonly<Record<string, number>>;
  /** last words of held-out sentences: right of asked, by domain */
  readonly cloze?: Readonly<Record<string, readonly [right: number, asked: number]>>;
  readonly samples: readonly {readonly prompt: string; readonly text: string}[];
  /** of a further round: losses of all batches under the network before it */
  readonly sampling?: {
    /** mean by part of the data, in the order in which the first round read them; nats a token */
    readonly parts: readonly number[];
    /** over all batches */
    readonly mean: number;
    readonly deviation: number;
    /** mean over the batches that were drawn */
    readonly drawn: number;
    /** floating-point operations of scoring all batches */
    readonly flops: number;
  };
  /** of an inherited start */
  readonly inherited?: {
    /** share of the parts kept that the L1 criterion keeps too: channels, heads, neurons */
    readonly overlapWithL1: {readonly channels: number; readonly heads: number; readonly neurons: number};
    /** of a learned mask: loss of the text in nats and distance of the gates from the share to keep, over its steps */
    readonly mask?: readonly (readonly [step: number, loss: number, distance: number])[];
  };
  readonly cost: RecordedRun["cost"] & {
    /** tokens of training in each of those seconds */
    readonly tokensPerSecond: number;
  };
}
