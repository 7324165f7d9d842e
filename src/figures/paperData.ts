// A paper's numbers as printed: data/papers holds them, a line for each table saying where it was read.

/** What a cell of a table holds; a pair is a value and, in brackets, another. */
export type PaperCell = string | number | readonly [number, number] | null;

export interface PaperTable {
  /** the paper's name for it, such as "Table 2" */
  readonly name: string;
  readonly caption: string;
  /** where it was read */
  readonly source: string;
  /** decimals of its numbers, as printed */
  readonly digits: number;
  /** the first column names the rows */
  readonly columns: readonly {readonly key: string; readonly name: string}[];
  readonly rows: readonly (readonly PaperCell[])[];
}

export interface Paper {
  readonly paper: string;
  readonly short: string;
  readonly where: string;
  readonly repository: string;
  /** network, texts and device of its numbers */
  readonly setting: string;
  readonly tables: Readonly<Record<string, PaperTable>>;
}

/** One of a paper's tables. @throws where it has none of that name */
export function tableOf({short, tables}: Paper, name: string): PaperTable {
  if (!Object.hasOwn(tables, name)) throw new Error(`${short}: no table ${name}`);
  return tables[name];
}

/** Numbers of a column by row; of a pair the first (0) or the second (1). Undefined where none is printed. */
export function columnOf({name, columns, rows}: PaperTable, key: string, part: 0 | 1 = 0): (number | undefined)[] {
  const at = columns.findIndex((column) => column.key === key);
  if (at < 0) throw new Error(`${name}: no column ${key}`);
  return rows.map((row) => {
    const cell = row[at];
    const value = Array.isArray(cell) ? (cell as readonly number[])[part] : part === 0 ? cell : undefined;
    return typeof value === "number" ? value : undefined;
  });
}
