// The weights with the best AUC on the validation split so far, kept in the run's folder, so that a run that goes on knows
// them too.
import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {readSafetensors, readTensor, writeSafetensors} from "../../../src/runtime/safetensors.js";
import {writeWhole} from "../../../src/runtime/writeWhole.js";
import type {Weights} from "./network.js";

const NAME = "best";

export class BestWeights {
  weights: Weights | undefined;
  step: number | undefined;
  #auc = -Infinity;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What was best by `step`; a better one of later is not looked at, since its steps happen again. */
  async resume(step: number): Promise<void> {
    const path = join(this.#folder, NAME);
    if (!existsSync(`${path}.json`)) return;
    const known = JSON.parse(await readFile(`${path}.json`, "utf8")) as {step: number; auc: number};
    if (known.step > step) return;
    const file = await readFile(`${path}.safetensors`);
    this.weights = new Map(readSafetensors(file).map((tensor) => [tensor.name, readTensor(file, tensor)]));
    this.step = known.step;
    this.#auc = known.auc;
  }

  /** Keeps weights that are better than all before. */
  offer(step: number, auc: number, weights: Weights): void {
    if (auc <= this.#auc) return;
    this.weights = new Map([...weights].map(([name, data]) => [name, data.slice()]));
    this.step = step;
    this.#auc = auc;
    const path = join(this.#folder, NAME);
    const tensors = [...this.weights].map(([name, data]) => ({name, shape: [data.length], data}));
    writeWhole(`${path}.safetensors`, writeSafetensors(tensors));
    writeWhole(`${path}.json`, JSON.stringify({step, auc}));
  }
}
