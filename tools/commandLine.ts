// What commands of this repository are asked with: options declared once, with what they mean, read with clear errors, and
// listed by --help.
import {parseArgs} from "node:util";

/** One option: what it means, and how a text becomes its value. */
export interface Option<T> {
  readonly about: string;
  /** what stands after it in the help, such as "<n>"; a flag has nothing */
  readonly takes?: string;
  /** whether it may come several times; its value is then a list */
  readonly many?: boolean;
  /** what it is where it is not given */
  readonly initial: T;
  /** @throws {UsageError} without the option's name, such as "ten is not a positive whole number" */
  readonly read: (text: string) => unknown;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Values<O extends Options> = {readonly [Name in keyof O]: O[Name] extends Option<infer T> ? T : never};

/** A command, as its help has it. */
export interface Command<O extends Options> {
  /** how it is called, without options: "npm run record -- core" */
  readonly usage: string;
  /** what it does, in one or two sentences */
  readonly about: string;
  readonly options: O;
  /** how many words may stand beside options; default 0 */
  readonly words?: number;
}

/** Something that a command cannot be asked; its message names the value and what to give instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

interface Maker<T> {
  (about: string): Option<T | undefined>;
  (about: string, initial: T): Option<T>;
}

const maker =
  <T>(takes: string, read: (text: string) => T): Maker<T> =>
  (about: string, initial?: T) =>
    ({about, takes, initial, read}) as Option<T>;

/** Whole numbers from 1 on. */
export const count = maker("<n>", (text) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${text} is not a positive whole number`);
  return value;
});

/** Numbers above 0, of minutes or seconds. */
export const positive = maker("<n>", (text) => {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new UsageError(`${text} is not a positive number`);
  return value;
});

/** A path, or a name that the command looks up itself. */
export const text = maker("<text>", (given) => given);

/** Names with commas between. */
export const list = maker<readonly string[]>("<a,b,…>", (given) => given.split(","));

/** Texts, one each time that the option is given. */
export const texts = (about: string, initial: readonly string[]): Option<readonly string[]> => ({
  about,
  takes: "<text>",
  many: true,
  initial,
  read: (given) => given
});

/** One of a few. */
export function choice<const T extends string>(about: string, allowed: readonly T[]): Option<T | undefined>;
export function choice<const T extends string>(about: string, allowed: readonly T[], initial: NoInfer<T>): Option<T>;
export function choice(about: string, allowed: readonly string[], initial?: string): Option<string | undefined> {
  const read = (given: string): string => {
    if (!allowed.includes(given)) throw new UsageError(`${given}; there are ${listed(allowed)}`);
    return given;
  };
  return {about, takes: `<${allowed.join("|")}>`, initial, read};
}

/** Given or not. */
export const flag = (about: string): Option<boolean> => ({about, initial: false, read: () => true});

/** What runs graphs, and on how many threads: the same options wherever ONNX Runtime is opened in Node. */
export const machine = {
  device: choice("what runs the graphs: the processor, or the GPU that Vulkan knows", ["cpu", "webgpu"], "cpu"),
  threads: count("threads of the processor", 1)
} as const;

/**
 * Reads what stands behind a command.
 * @throws {UsageError} on what it cannot be asked
 */
export function readOptions<O extends Options>(
  {options, words: most = 0, usage}: Command<O>,
  args: readonly string[]
): {readonly values: Values<O>; readonly words: readonly string[]} {
  const names = Object.keys(options);
  const known = Object.fromEntries(
    Object.entries(options).map(([name, {takes}]) => [name, {type: takes ? "string" : "boolean"} as const])
  );
  const {tokens} = parseArgs({args: [...args], options: known, strict: false, allowPositionals: true, tokens: true});
  const values: Record<string, unknown> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const {name, rawName, value, inlineValue} = token;
    if (!Object.hasOwn(options, name)) {
      const there = names.map((each) => `--${each}`);
      throw new UsageError(`${rawName}: ${usage} has no such option${there.length > 0 ? `; there are ${listed(there)}` : ""}`); // prettier-ignore
    }
    const {takes, many, read} = options[name];
    if (!takes && value !== undefined) throw new UsageError(`--${name}: ${value}; it takes no value`);
    if (takes && (value === undefined || (!inlineValue && value.startsWith("-") && !(Number(value) < 0)))) {
      throw new UsageError(`--${name}: it takes a value, ${takes}`);
    }
    const found = within(name, () => read(value ?? ""));
    values[name] = many ? [...((values[name] as unknown[] | undefined) ?? []), found] : found;
  }
  if (words.length > most) throw new UsageError(`${words[most]}: one word too many; it is called as ${usage}`);
  for (const name of names) values[name] ??= options[name].initial;
  return {values: values as Values<O>, words};
}

/** `--help` of a command, as lines. */
export function helpOf({usage, about, options}: Command<Options>): string {
  const rows = Object.entries(options).map(([name, {takes, about: meaning, initial, many}]) => {
    const usual = initial === undefined || initial === false ? "" : ` (default ${[initial].flat().join(", ")})`;
    return [`--${name}${takes ? ` ${takes}` : ""}`, `${meaning}${usual}${many ? "; may be given several times" : ""}`];
  });
  const wide = Math.max(0, ...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) => `  ${left.padEnd(wide)}  ${right}`);
  return [`${usage}${rows.length > 0 ? " [options]" : ""}`, "", about, ...(lines.length > 0 ? ["", ...lines] : [])].join("\n"); // prettier-ignore
}

/**
 * Reads a command: with --help it prints the help and ends the process.
 * @param args of a command within another; default what stands behind the script, and then what it cannot be asked is said
 * in one line and ends the process with code 2
 * @throws {UsageError} of `args`, on what it cannot be asked
 */
export function commandLine<O extends Options>(
  command: Command<O>,
  args?: readonly string[]
): {readonly values: Values<O>; readonly words: readonly string[]} {
  const asked = args ?? process.argv.slice(2);
  if (asked.includes("--help") || asked.includes("-h")) {
    console.log(helpOf(command));
    process.exit(0);
  }
  try {
    return readOptions(command, asked);
  } catch (error) {
    if (args) throw error;
    return refuse(error);
  }
}

/** A {@link UsageError} is said in one line and ends the process with code 2; anything else is thrown again. */
export function refuse(error: unknown): never {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exit(2);
}

function within<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`--${name}: ${error.message}`) : error;
  }
}

/** "a, b and c" */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
