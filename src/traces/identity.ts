// Who and where: the networks that took part in something, and what it was run on.

import {flag, integer, object, oneOf, optional, text} from "./schema.js";
import type {Static} from "./schema.js";

export const modelIdentity = object(
  {
    name: text("name of the model"),
    sha256: text("SHA-256 of its weights file, hexadecimal"),
    role: oneOf(["target", "draft", "adapter"], "what it does in the run")
  },
  "A model, identified by its weights"
);

export const provenance = object(
  {
    command: text("command that reproduces this, relative to the repository"),
    commit: text("commit of the code"),
    device: text("processor or adapter name"),
    provider: oneOf(["cpu", "wasm", "webgpu"], "what computed"),
    software: optional(flag("true for a software adapter, whose times are never called GPU times")),
    threads: optional(integer("threads of the provider", 1)),
    runtime: text("name and version of the runtime"),
    date: text("day of the run, ISO 8601")
  },
  "Where the numbers come from"
);

export type ModelIdentity = Static<typeof modelIdentity>;
export type Provenance = Static<typeof provenance>;
