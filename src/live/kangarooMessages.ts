// What crosses the port between the page and the worker that compares early exits with others.
import type {RemoteFile} from "../runtime/fetchCheckpoint.js";
import type {StepRecord} from "../traces/step.js";
import type {Method, MethodSettings} from "./kangarooMethods.js";

/** Where adapters are, by name. */
export type AdapterSources = Readonly<Record<string, RemoteFile>>;

/** Texts to decode with each of the methods in turn. */
export interface MethodsRequest {
  readonly texts: readonly string[];
  readonly methods: readonly Method[];
  readonly settings: MethodSettings;
  readonly maxNewTokens: number;
  /** those that the methods need */
  readonly adapters: AdapterSources;
}

export interface MethodStep {
  readonly method: Method;
  readonly record: StepRecord;
  /** what each emitted token adds to its sample's text [B][emitted] */
  readonly added: readonly (readonly string[])[];
  /** drafts of a chain that were not accepted [B][rejected]; none of a tree */
  readonly rejected: readonly (readonly string[])[];
}

/** A text to read at every exit. */
export interface ExitMapRequest {
  readonly probe: string;
  /** tokens that the network first goes on to write; 0: the text as it is */
  readonly maxNewTokens: number;
  /** adapters to read with as well */
  readonly adapters: AdapterSources;
}
