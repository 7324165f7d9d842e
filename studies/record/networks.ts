// Who takes part in a recording: the target, a draft model, and where a chapter has them exit adapters and heads.
import type {Adapter, Heads, Model} from "../../src/decoding/index.js";
import type {ModelIdentity, OracleModelRecord} from "../../src/traces/index.js";

/** A network under its name. */
export interface Network {
  readonly name: string;
  /** of its weights */
  readonly sha256: string;
  readonly model: Model;
}

/** A module that reads the target's states. */
export interface Module<T> {
  readonly name: string;
  /** of its weights */
  readonly sha256: string;
  readonly part: T;
}

export interface Networks {
  /** with an exit head where early exits without an adapter take part */
  readonly target: Network;
  readonly draft: Network;
  readonly adapters?: readonly Module<Adapter>[];
  readonly heads?: Module<Heads>;
}

export const identity = (
  {name, sha256}: Pick<Network, "name" | "sha256">,
  role: ModelIdentity["role"]
): ModelIdentity => ({name, sha256, role});

/** Everybody, the target first. */
export function everyNetwork({target, draft, adapters = [], heads}: Networks): ModelIdentity[] {
  const modules = [...adapters, ...(heads ? [heads] : [])];
  return [identity(target, "target"), identity(draft, "draft"), ...modules.map((one) => identity(one, "adapter"))];
}

/** The line that says what an oracle stands for. */
export function oracleModelOf({target, draft, adapters = [], heads}: Networks): OracleModelRecord {
  const {layers, vocabSize, maxPositions} = target.model;
  const behind = adapters.map(({name, sha256, part}) => [name, {sha256, maxPositions, exitLayer: part.exitLayer}]);
  return {
    type: "oracle-model",
    name: target.name,
    sha256: target.sha256,
    layers,
    vocabSize,
    maxPositions,
    drafters: {
      [draft.name]: {sha256: draft.sha256, maxPositions: draft.model.maxPositions},
      ...(Object.fromEntries(behind) as OracleModelRecord["drafters"]),
      ...(heads ? {[heads.name]: {sha256: heads.sha256, maxPositions}} : {})
    }
  };
}
