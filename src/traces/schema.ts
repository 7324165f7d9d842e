// A few schema builders from which types, validation and documentation follow: a trace format is written down once, as a
// value (formats.ts). A failed check names the path and the value: `steps[3].counts.rows: -1 (want an integer ≥ 0)`.

/** Describes values of type T: `check` returns its argument or throws an error that names the path. */
export interface Schema<T> {
  /** the type in words, for the documentation */
  readonly type: string;
  /** what the value means, with its unit */
  readonly doc: string;
  readonly optional?: boolean;
  /** fields, for an object */
  readonly fields?: Readonly<Record<string, Schema<unknown>>>;
  /** element, for an array */
  readonly element?: Schema<unknown>;
  check(value: unknown, path: string): T;
}

/** A field that may be absent; absent means unknown, never zero. */
export interface OptionalSchema<T> extends Schema<T> {
  readonly optional: true;
}

/** The type that a schema describes. */
export type Static<S> = S extends Schema<infer T> ? T : never;

type Fields = Readonly<Record<string, Schema<unknown>>>;
type OptionalKeys<F> = {[K in keyof F]: F[K] extends OptionalSchema<unknown> ? K : never}[keyof F];
type ObjectOf<F> = {readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Static<F[K]>} & {
  readonly [K in OptionalKeys<F>]?: Static<F[K]>;
};

function fail(path: string, value: unknown, want: string): never {
  const shown = value === undefined ? "undefined" : (JSON.stringify(value) ?? typeof value);
  throw new TypeError(`${path || "record"}: ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown} (want ${want})`);
}

/** A whole number ≥ `min`. */
export function integer(doc: string, min = 0): Schema<number> {
  const type = Number.isFinite(min) ? `integer ≥ ${min}` : "integer";
  return {
    type,
    doc,
    check: (value, path) =>
      typeof value === "number" && Number.isInteger(value) && value >= min ? value : fail(path, value, `an ${type}`)
  };
}

/** A finite number. */
export function number(doc: string): Schema<number> {
  return {
    type: "number",
    doc,
    check: (value, path) =>
      typeof value === "number" && Number.isFinite(value) ? value : fail(path, value, "a number")
  };
}

export function text(doc: string): Schema<string> {
  return {
    type: "string",
    doc,
    check: (value, path) => (typeof value === "string" ? value : fail(path, value, "a string"))
  };
}

export function flag(doc: string): Schema<boolean> {
  return {
    type: "boolean",
    doc,
    check: (value, path) => (typeof value === "boolean" ? value : fail(path, value, "true or false"))
  };
}

/** One of the given strings. */
export function oneOf<const V extends string>(values: readonly V[], doc: string): Schema<V> {
  const type = values.map((value) => `"${value}"`).join(" \\| ");
  const want = values.map((value) => JSON.stringify(value)).join(" or ");
  return {type, doc, check: (value, path) => values.find((v) => v === value) ?? fail(path, value, want)};
}

/** A list of values that all match `element`. */
export function array<T>(element: Schema<T>, doc: string): Schema<readonly T[]> {
  return {
    type: `array of ${element.type}`,
    doc,
    element,
    check(value, path) {
      if (!Array.isArray(value)) return fail(path, value, "an array");
      for (let i = 0; i < value.length; i++) element.check(value[i], `${path}[${i}]`);
      return value as readonly T[];
    }
  };
}

/** A map from any name to values that match `element`. */
export function record<T>(element: Schema<T>, doc: string): Schema<Readonly<Record<string, T>>> {
  return {
    type: `map to ${element.type}`,
    doc,
    element,
    check(value, path) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(path, value, "an object");
      for (const [key, entry] of Object.entries(value)) element.check(entry, `${path}.${key}`);
      return value as Readonly<Record<string, T>>;
    }
  };
}

/** A plain JSON scalar: an option's value. */
export function scalar(doc: string): Schema<string | number | boolean | null> {
  return {
    type: "string, number, boolean or null",
    doc,
    check: (value, path) =>
      value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)
        ? (value as string | number | boolean | null)
        : fail(path, value, "a string, number, boolean or null")
  };
}

/** An object with these fields. Unknown fields pass, so that a newer writer can still be read. */
export function object<const F extends Fields>(fields: F, doc: string): Schema<ObjectOf<F>> {
  return {
    type: "object",
    doc,
    fields,
    check(value, path) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(path, value, "an object");
      const entries = value as Record<string, unknown>;
      for (const [key, schema] of Object.entries(fields)) {
        if (entries[key] === undefined && schema.optional) continue;
        schema.check(entries[key], path ? `${path}.${key}` : key);
      }
      return value as ObjectOf<F>;
    }
  };
}

/** Marks a field as optional. */
export function optional<T>(schema: Schema<T>): OptionalSchema<T> {
  return {...schema, optional: true};
}
