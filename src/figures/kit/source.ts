// Where a figure's numbers come from, for who wants to check them: model, texts, device, runtime, commit, date, whether the
// texts equal greedy decoding's, and the command that makes it all again.
import type {Provenance} from "../../traces/identity.js";
import {formatCount, html} from "./dom.js";

/** What a recording's comparison with greedy decoding found. */
export interface LosslessCheck {
  readonly runs: number;
  readonly tokens: number;
  /** texts that left the greedy one at a near tie */
  readonly flips: number;
}

export interface Source {
  /** how the figure came to be, such as "replayed from recorded greedy output"; no full stop */
  readonly how: string;
  /** network, and the SHA-256 of its weights */
  readonly models?: readonly {readonly name: string; readonly sha256: string}[];
  readonly texts?: string;
  readonly provenance?: Provenance;
  readonly lossless?: LosslessCheck;
  /** where else numbers are from, such as a table of the paper */
  readonly paper?: string;
  /** what else there is to say: [name, text] */
  readonly more?: readonly (readonly [string, string])[];
}

/** One line, and behind it the rest. */
export function sourceDetails(source: Source): HTMLDetailsElement {
  const {provenance} = source;
  const where = provenance ? `${provenance.device}, ${provenance.date}` : undefined;
  return html(
    "details",
    {class: "source"},
    html("summary", {}, [source.how, where, lossless(source.lossless)].filter(Boolean).join("; "), "."),
    html("dl", {}, ...facts(source).map(([name, text]) => html("div", {}, html("dt", {}, name), html("dd", {}, text))))
  );
}

function lossless(check: LosslessCheck | undefined): string | undefined {
  if (!check) return undefined;
  return check.flips === 0
    ? "equal to greedy decoding, token for token"
    : `equal to greedy but for ${check.flips} near ties`;
}

/** [name, text] of all that is known. */
export function facts({models = [], texts, provenance, lossless, paper, more = []}: Source): [string, string | Node][] {
  const known: [string, string | Node | undefined][] = [
    ["Network", models.map(({name, sha256}) => `${name} (SHA-256 ${sha256.slice(0, 12)}…)`).join(", ")],
    ["Texts", texts],
    ["Paper", paper],
    ...more.map(([name, text]): [string, string] => [name, text]),
    [
      "Device",
      provenance && `${provenance.device}${provenance.software ? " (software, no GPU)" : ""}${threads(provenance)}`
    ],
    ["Runtime", provenance && `${provenance.runtime}, ${provenance.provider}`],
    ["Date", provenance?.date],
    ["Commit", provenance?.commit],
    [
      "Compared with greedy",
      lossless &&
        `${formatCount(lossless.runs)} runs, ${formatCount(lossless.tokens)} tokens, ${formatCount(lossless.flips)} texts differ, each from a near tie on`
    ],
    ["Make it again", provenance && html("code", {}, provenance.command)]
  ];
  return known.filter((fact): fact is [string, string | Node] => Boolean(fact[1]));
}

const threads = ({threads: n}: Provenance): string => (n === undefined ? "" : `, ${n} thread${n > 1 ? "s" : ""}`);
