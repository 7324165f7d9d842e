// How the adapters' losses fell, as a table: from log.jsonl, the log of what was trained side by side, and the logs of what
// was trained alone (medusa.log.jsonl), which count for their adapter.
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {markdownTable, millions} from "../cardParts.js";
import type {AdapterLogEntry} from "./exportAdapters.js";

const SUFFIX = ".log.jsonl";

/** Logs in a folder: that of all first, under the name "". */
export async function readLogs(folder: string): Promise<Map<string, AdapterLogEntry[]>> {
  const alone = (await readdir(folder)).filter((file) => file.endsWith(SUFFIX)).sort();
  const logs = new Map<string, AdapterLogEntry[]>();
  for (const [name, file] of [["", "log.jsonl"], ...alone.map((own) => [own.slice(0, -SUFFIX.length), own])]) {
    const text = await readFile(join(folder, file), "utf8").catch(() => "");
    logs.set(name, text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as AdapterLogEntry)); // prettier-ignore
  }
  return logs;
}

/** A row for about every twelfth of the steps, a column for each adapter. */
export function lossTable(logs: ReadonlyMap<string, readonly AdapterLogEntry[]>): string {
  type Losses = Record<string, readonly number[]>;
  const byStep = new Map<number, {tokens: number; losses: Losses}>();
  for (const [name, log] of logs) {
    for (const {step, tokens, losses} of log) {
      if (!losses) continue;
      const row = byStep.get(step) ?? {tokens, losses: {}};
      Object.assign(row.losses, name ? {[name]: losses[name]} : losses);
      byStep.set(step, row);
    }
  }
  const rows = [...byStep].sort(([a], [b]) => a - b);
  const names = [...new Set(rows.flatMap(([, {losses}]) => Object.keys(losses)))];
  const stride = Math.max(1, Math.ceil(rows.length / 12));
  return markdownTable(
    ["step", "tokens", ...names],
    rows
      .filter((_, i) => (i + 1) % stride === 0 || i === rows.length - 1)
      .map(([step, {tokens, losses}]) => [
        String(step),
        millions(tokens),
        ...names.map((own) => (losses[own] ?? []).map((loss) => loss.toFixed(2)).join(" / "))
      ])
  );
}
