// Where parameters and moments are between two steps: in the page's memory, or on a GPU, in two sets of tensors of which a
// step reads one and writes the other, so that nothing but the loss comes back.
import type {ResidentTensor, Runtime, RunOptions} from "../runtime/runtime.js";
import type {Feeds} from "../training/feeds.js";
import {copyGraph} from "../training/graphs.js";
import {NEXT} from "../training/step.js";

/** Shapes of parameters and moments by the names of the step graph's inputs. */
export type StateShapes = ReadonlyMap<string, readonly number[]>;
export type StateTensors = ReadonlyMap<string, Float32Array>;

export interface HeldState {
  /** parameters and moments as a graph is fed them */
  feeds(): Record<string, Feeds[string] | ResidentTensor>;
  /** how the next step is to be run. @param outputs what else is asked of it beside `loss` and `gradientNorm` */
  options(outputs?: readonly string[]): RunOptions;
  /** Take over what a step gave, which was run as `options` says. */
  advance(results: Readonly<Feeds>): void;
  /** A copy in the page's memory. */
  read(): Promise<StateTensors>;
  /** Go on from other tensors. */
  load(tensors: StateTensors): void;
  release(): Promise<void>;
}

/** State of a runtime: on its GPU if it has one. */
export const holdState = (runtime: Runtime, shapes: StateShapes, tensors: StateTensors): Promise<HeldState> =>
  runtime.device === "webgpu" ? residentState(runtime, shapes, tensors) : Promise.resolve(hostState(shapes, tensors));

function hostState(shapes: StateShapes, initial: StateTensors): HeldState {
  let tensors = wrap(shapes, initial);
  return {
    feeds: () => tensors,
    options: () => ({}),
    advance(results) {
      tensors = Object.fromEntries([...shapes.keys()].map((name) => [name, results[NEXT + name]]));
    },
    read: () => Promise.resolve(new Map([...shapes.keys()].map((n) => [n, (tensors[n].data as Float32Array).slice()]))),
    load(next) {
      tensors = wrap(shapes, next);
    },
    release: () => Promise.resolve()
  };
}

async function residentState(runtime: Runtime, shapes: StateShapes, initial: StateTensors): Promise<HeldState> {
  const set = async (): Promise<Record<string, ResidentTensor>> => {
    const made: Record<string, ResidentTensor> = {};
    for (const [name, dims] of shapes) made[name] = await runtime.zeros(dims);
    return made;
  };
  const sets = [await set(), await set()];
  const copy = await runtime.createSession(copyGraph(shapes), {name: "copy of the state"});
  let host: Feeds | undefined = wrap(shapes, initial);
  let current = 0;
  const feeds = (): Record<string, Feeds[string] | ResidentTensor> => host ?? sets[current];
  return {
    feeds,
    options: (outputs = []) => ({
      fetch: ["loss", "gradientNorm", ...outputs],
      resident: Object.fromEntries(Object.entries(sets[1 - current]).map(([name, tensor]) => [NEXT + name, tensor]))
    }),
    advance() {
      host = undefined;
      current = 1 - current;
    },
    async read() {
      const results = await copy.run(feeds());
      return new Map([...shapes.keys()].map((name) => [name, results[NEXT + name].data as Float32Array]));
    },
    load(tensors) {
      host = wrap(shapes, tensors);
    },
    async release() {
      for (const tensors of sets) for (const tensor of Object.values(tensors)) tensor.dispose();
      await copy.release();
    }
  };
}

function wrap(shapes: StateShapes, tensors: StateTensors): Feeds {
  return Object.fromEntries(
    [...shapes].map(([name, dims]) => {
      const data = tensors.get(name);
      if (!data) throw new Error(`training state: ${name} is missing; it belongs to another network`);
      return [name, {dtype: "float32", dims, data}];
    })
  );
}
