// A stage of a recording, and the one that all chapters have: units that are really run, one after the other.
import {contestantKey} from "./contestant.js";
import type {Journal} from "./journal.js";
import {runUnit, steadier, type Unit, type UnitOptions, type UnitResult} from "./unit.js";

/** Shows one stage's progress. */
export type Stage = (
  name: string,
  total: number,
  from: number
) => {update(done: number, text: string): void; end(): void};

export interface UnitStages {
  readonly options: UnitOptions;
  readonly stage: Stage;
  readonly results: Journal<UnitResult>;
  /** milliseconds that a unit will about take */
  readonly estimate: (unit: Unit) => number;
  /** units of the same kind open the same sessions; default: of one batch size */
  readonly kindOf?: (unit: Unit) => string;
}

/** Runs units that are not done, in order. */
export function unitRunner({options, stage, results, estimate, kindOf = batchSizeOf}: UnitStages) {
  const warm = new Set<string>();
  const sum = (some: readonly Unit[]): number => some.reduce((ms, unit) => ms + estimate(unit), 0);
  // a contestant that joined later makes a unit run again
  const has = (unit: Unit): boolean => {
    const result = results.get(unit.key);
    return (
      result !== undefined && options.contestantsOf(unit).every((contestant) => contestantKey(contestant) in result)
    );
  };
  return async (name: string, some: readonly Unit[], isDone = has): Promise<void> => {
    let done = sum(some.filter(isDone));
    const running = stage(name, sum(some), done);
    for (const unit of some.filter((candidate) => !isDone(candidate))) {
      options.signal?.throwIfAborted();
      // sessions are opened, and shaders compiled, before anything is timed: the first unit of a kind runs twice
      if (!warm.has(kindOf(unit))) await runUnit(unit, options);
      warm.add(kindOf(unit));
      const before = has(unit) ? results.get(unit.key) : undefined;
      results.add(unit.key, steadier(before, await runUnit(unit, options)));
      done += estimate(unit);
      running.update(done, `${unit.domain}, batch of ${unit.batchSize}, repeat ${unit.repeat + 1}`);
    }
    running.end();
  };
}

const batchSizeOf = ({batchSize}: Unit): string => String(batchSize);
