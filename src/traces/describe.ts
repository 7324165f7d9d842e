// The schema as Markdown tables: docs/traces.md holds what this writes, and a test compares them.

import {traceLines} from "./formats.js";
import type {Schema} from "./schema.js";

/** One section per type of line, one row per field; nested fields as paths. */
export function describeTraces(): string {
  return Object.entries(traceLines)
    .map(([type, schema]) => {
      const rows = fieldRows(schema, "").map(({path, type: of, doc}) => `| \`${path}\` | ${of} | ${doc} |`);
      return [
        `### \`${type}\``,
        "",
        `${schema.doc}.`,
        "",
        "| field | type | meaning |",
        "| --- | --- | --- |",
        ...rows
      ].join("\n");
    })
    .join("\n\n");
}

interface FieldRow {
  readonly path: string;
  readonly type: string;
  readonly doc: string;
}

function fieldRows({fields = {}}: Schema<unknown>, prefix: string): FieldRow[] {
  return Object.entries(fields).flatMap(([name, schema]): FieldRow[] => {
    const path = `${prefix}${name}${schema.optional ? "?" : ""}`;
    const row = {path, type: schema.type, doc: schema.doc};
    if (schema.fields) return [row, ...fieldRows(schema, `${path}.`)];
    if (schema.element?.fields) return [row, ...fieldRows(schema.element, `${path}[].`)];
    return [row];
  });
}
