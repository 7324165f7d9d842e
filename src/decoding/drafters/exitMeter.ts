// What an early exit did in a step, by part: calls, rows and wall milliseconds.

import type {ExitCounts, ExitTimes} from "../../traces/step.js";

export class ExitMeter {
  private counts: Omit<ExitCounts, "layer"> = nothing;
  private ms: ExitTimes = noTime;

  constructor(
    private readonly layer: number,
    private readonly now: () => number
  ) {}

  /** Begin a step. */
  reset(): void {
    this.counts = nothing;
    this.ms = noTime;
  }

  /** What was done since the last reset. */
  get work(): {counts: ExitCounts; ms: ExitTimes} {
    return {counts: {layer: this.layer, ...this.counts}, ms: this.ms};
  }

  /** A pass of `rows` rows through the first layers. */
  async shallow<T>(rows: number, work: () => Promise<T>): Promise<T> {
    const {counts} = this;
    const {shallowForwards, shallowRows} = counts;
    this.counts = {...counts, shallowForwards: shallowForwards + 1, shallowRows: shallowRows + rows};
    return await this.timed("shallow", work);
  }

  /** A pass of `rows` rows through the adapter. */
  async adapter<T>(rows: number, work: () => Promise<T>): Promise<T> {
    const {counts} = this;
    const {adapterForwards, adapterRows} = counts;
    this.counts = {...counts, adapterForwards: adapterForwards + 1, adapterRows: adapterRows + rows};
    return await this.timed("adapter", work);
  }

  /** `rows` rows scored by the head. */
  async head<T>(rows: number, work: () => Promise<T>): Promise<T> {
    this.counts = {...this.counts, headRows: this.counts.headRows + rows};
    return await this.timed("head", work);
  }

  private async timed<T>(part: keyof ExitTimes, work: () => Promise<T>): Promise<T> {
    const start = this.now();
    const result = await work();
    this.ms = {...this.ms, [part]: this.ms[part] + this.now() - start};
    return result;
  }
}

const nothing = {shallowForwards: 0, shallowRows: 0, adapterForwards: 0, adapterRows: 0, headRows: 0};
const noTime = {shallow: 0, adapter: 0, head: 0};
