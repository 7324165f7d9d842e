// Recorded counters as figures draw them: loaders/counts.json.ts makes it from a recording's `counts` lines.
import type {Provenance} from "../traces/identity.js";
import type {LosslessCheck} from "./kit/source.js";

/** Counters of one configuration over all prompts of a domain; what each counts stands in src/traces/totals.ts. */
export interface BatchCounts {
  readonly domain: string;
  readonly batchSize: number;
  readonly mode: string;
  readonly drafter: string;
  /** most drafts per sample and step */
  readonly draftLength: number;
  readonly samples: number;
  readonly tokens: number;
  readonly rows: number;
  readonly padRows: number;
  readonly attentionSlots: number;
  readonly raggedSlots: number;
  readonly slotsUsed: number;
  readonly padSlots: number;
  readonly slotsAllocated: number;
}

export interface CountsData {
  readonly models: readonly {readonly name: string; readonly sha256: string}[];
  readonly provenance: Provenance;
  readonly lossless: LosslessCheck;
  readonly rows: readonly BatchCounts[];
}
