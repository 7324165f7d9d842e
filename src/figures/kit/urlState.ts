// Parameters that live in the page's address, so that a link shows what its writer saw. Each is described once: its default
// and how it is read; what equals its default is left out of the address.

export interface Parameter<T> {
  readonly initial: T;
  /** Undefined where the text is no value. */
  readonly parse: (text: string) => T | undefined;
  /** what may stand in an address, in words, such as "1 to 16" */
  readonly allowed?: string;
  /** what it sets, in a few words, for the page for teachers */
  readonly about?: string;
  /** what stands if it's left out, in words, where the initial value says nothing */
  readonly leftOut?: string;
}

/** The parameter, with words on what it sets. */
export const about = <P>(text: string, parameter: P): P & {readonly about: string} => ({...parameter, about: text});

export type Parameters = Readonly<Record<string, Parameter<string | number>>>;
export type Values<P extends Parameters> = {[K in keyof P]: P[K]["initial"]};

/** A whole number in [min, max]. */
export function wholeNumber(initial: number, min: number, max: number): Parameter<number> {
  return {
    initial,
    allowed: `${min} to ${max}`,
    parse(text) {
      const value = Number(text);
      return text.trim() !== "" && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
    }
  };
}

/** One of some words. */
export function choice<const V extends string>(initial: NoInfer<V>, values: readonly V[]): Parameter<V> {
  return {initial, allowed: values.join(", "), parse: (text) => values.find((value) => value === text)};
}

/** Any of some words, with commas between them, in their order. */
export function someOf(initial: string, values: readonly string[]): Parameter<string> {
  return {
    initial,
    allowed: `any of ${values.join(", ")}, with commas between them`,
    parse(text) {
      const named = text.split(",").filter(Boolean);
      if (named.some((name) => !values.includes(name))) return undefined;
      return values.filter((value) => named.includes(value)).join(",");
    }
  };
}

/** A reader's text of at most so many characters; until there is one, what `leftOut` names stands. */
export function ownText(most: number, leftOut: string): Parameter<string> {
  return {
    initial: "",
    allowed: `text, up to ${most} characters`,
    leftOut,
    parse: (text) => (text.length <= most ? text : undefined)
  };
}

/** The values that an address names; others are as initially. */
export function readUrl<P extends Parameters>(parameters: P, search: string): Values<P> {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, {initial, parse}]) => {
      const text = query.get(name);
      return [name, (text === null ? undefined : parse(text)) ?? initial];
    })
  ) as Values<P>;
}

/** The query of an address that names these values and leaves other parameters as they are; "" for no query. */
export function writeUrl<P extends Parameters>(parameters: P, values: Values<P>, search: string): string {
  const query = new URLSearchParams(search);
  for (const [name, {initial}] of Object.entries(parameters)) {
    if (values[name] === initial) query.delete(name);
    else query.set(name, String(values[name]));
  }
  const text = query.toString();
  return text && `?${text}`;
}

/** Rows of text that a reader has changed, as `row1`, `row2`, … of the address, or by another name. */
export function readRows(search: string, count: number, name = "row"): (string | undefined)[] {
  const query = new URLSearchParams(search);
  return Array.from({length: count}, (_, i) => query.get(`${name}${i + 1}`) ?? undefined);
}

/** The query with these rows; undefined rows are left out. */
export function writeRows(rows: readonly (string | undefined)[], search: string, name = "row"): string {
  const query = new URLSearchParams(search);
  rows.forEach((text, i) => {
    if (text === undefined) query.delete(`${name}${i + 1}`);
    else query.set(`${name}${i + 1}`, text);
  });
  const text = query.toString();
  return text && `?${text}`;
}
