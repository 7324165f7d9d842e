// Reading and writing traces as JSON Lines. Every line is checked against the schema that its `type` names.

import {traceLines} from "./formats.js";
import type {TraceLine} from "./formats.js";

/** One line, checked. Throws an error that names the path and the value. */
export function checkLine(value: unknown): TraceLine {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  if (typeof type !== "string" || !(type in traceLines)) {
    throw new TypeError(`type: ${JSON.stringify(type)} (want ${Object.keys(traceLines).join(", ")})`);
  }
  return traceLines[type as keyof typeof traceLines].check(value, "");
}

/** All lines of a trace; empty lines are skipped. Throws an error that names the line, the path and the value. */
export function readTrace(text: string): TraceLine[] {
  const lines: TraceLine[] = [];
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    try {
      lines.push(checkLine(JSON.parse(line)));
    } catch (error) {
      throw new Error(`line ${i + 1}: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
    }
  });
  return lines;
}

/** A trace as text, one line each, checked; ends with a newline. */
export function writeTrace(lines: readonly TraceLine[]): string {
  return lines.map((line) => `${JSON.stringify(checkLine(line))}\n`).join("");
}
