// The options of `npm run train`: which of them what is trained has, and what they may say.
import {parseArgs} from "node:util";

const kinds = {
  finish: "count",
  minutes: "count",
  threads: "count",
  "exit-layer": "count",
  export: "flag",
  "set-aside": "flag",
  device: "device",
  only: "text"
} as const;

export type OptionName = keyof typeof kinds;

type Said<K> = K extends "count" ? number : K extends "flag" ? boolean : K extends "device" ? "cpu" | "webgpu" : string;

export type TrainOptions = {readonly [Name in OptionName]?: Said<(typeof kinds)[Name]>};

/**
 * Reads what stands after the name of what is trained.
 * @param allowed the options that it has
 * @throws on an option that it has not, naming those it has, and on a value that is none
 */
export function readTrainOptions(what: string, allowed: readonly OptionName[], args: readonly string[]): TrainOptions {
  const known = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [name, {type: kind === "flag" ? "boolean" : "string"} as const])
  );
  const {values, positionals} = parseArgs({args: [...args], options: known, allowPositionals: true});
  if (positionals.length > 0) throw new Error(`${positionals[0]}: ${what} is trained alone; name one thing at a time`);
  const said: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (!allowed.some((each) => each === name)) {
      const those = allowed.map((each) => `--${each}`).join(", ");
      throw new Error(`--${name}: ${what} has no such option${those ? `; it has ${those}` : ""}`);
    }
    said[name] = readValue(name as OptionName, value as string | boolean);
  }
  return said as TrainOptions;
}

function readValue(name: OptionName, value: string | boolean): unknown {
  if (kinds[name] === "count") {
    const count = Number(value);
    if (!Number.isInteger(count) || count < 1) throw new Error(`--${name}: ${value} is not a positive whole number`);
    return count;
  }
  if (kinds[name] === "device" && value !== "cpu" && value !== "webgpu") {
    throw new Error(`--${name}: ${value}; there are cpu and webgpu`);
  }
  return value;
}
