/** What the acceptance metrics read of a verification step; the prefill is none. */
export interface Acceptance {
  /** draft tokens proposed, P */
  readonly drafted: number;
  /** draft tokens accepted, A; the target's own token is not counted */
  readonly accepted: number;
  /** most drafts on one path, where the drafts are a tree; default all: a chain */
  readonly depth?: number;
}
