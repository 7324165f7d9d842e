// The one place where figures keep what a reader has set: the page's address. Each figure names its parameters after
// itself (race.batch), so that one link holds all figures of a page. `?hide=race,speeds.texts` leaves controls out: of a
// whole figure, or one of them; what they are set to is what the address says.
import {readUrl, writeUrl} from "./urlState.js";
import type {Parameters, Values} from "./urlState.js";

export interface Address {
  /** the query, with its question mark, or "" */
  read(): string;
  write(query: string): void;
}

/** The address of the page that the reader sees. */
export const pageAddress: Address = {
  read: () => location.search,
  write: (query) => history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`)
};

export interface Bound<P extends Parameters> {
  readonly figure: string;
  readonly values: Readonly<Values<P>>;
  /** Keep a value, in the address too. */
  set<K extends keyof P & string>(name: K, value: Values<P>[K]): void;
  /** Whether the address asks to leave this control out. */
  hidden(name: keyof P & string): boolean;
  /** The query that holds this figure's parameters and no others. */
  query(): string;
}

/** Parameters of a figure, as the address has them. */
export function bindParameters<P extends Parameters>(
  figure: string,
  described: P,
  address: Address = pageAddress
): Bound<P> {
  const named = Object.fromEntries(Object.entries(described).map(([name, about]) => [`${figure}.${name}`, about]));
  const read = readUrl(named, address.read());
  const values = Object.fromEntries(
    Object.keys(described).map((name) => [name, read[`${figure}.${name}`]])
  ) as Values<P>;
  const prefixed = (): Record<string, string | number> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${figure}.${name}`, value]));
  return {
    figure,
    values,
    set(name, value) {
      values[name] = value;
      address.write(writeUrl(named, prefixed(), address.read()));
    },
    hidden: (name) => isHidden(figure, address) || isHidden(`${figure}.${name}`, address),
    query: () => writeUrl(named, prefixed(), "")
  };
}

/** Whether `?hide=…` names a part of the page. */
export function isHidden(part: string, address: Address = pageAddress): boolean {
  const hidden = new URLSearchParams(address.read()).get("hide") ?? "";
  return hidden.split(",").some((name) => name.trim() === part);
}
