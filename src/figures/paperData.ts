// A paper's numbers as printed: data/papers holds them, a line for each table saying where it was read.

/** What a cell of a table holds; a pair is a value and, in brackets, another. */
export type PaperCell = string | number | readonly [number, number] | null;

export interface PaperColumn {
  readonly key: string;
  readonly name: string;
  /** decimals where they are not the table's */
  readonly digits?: number;
  /** such as "M" for millions */
  readonly unit?: string;
}

export interface PaperTable {
  /** the paper's name for it, such as "Table 2" */
  readonly name: string;
  readonly caption: string;
  /** where it was read */
  readonly source: string;
  /** how it was read; values read from a plot by eye are no exact ones. Default as printed */
  readonly readBy?: "text" | "eye";
  /** network and texts where they are not the paper's */
  readonly setting?: string;
  /** where it disagrees with itself or with others */
  readonly notes?: readonly string[];
  /** decimals of its numbers, as printed */
  readonly digits: number;
  /** the first column names the rows */
  readonly columns: readonly PaperColumn[];
  readonly rows: readonly (readonly PaperCell[])[];
}

/** Something a paper or its code states. */
export interface PaperFact {
  readonly name: string;
  readonly value: string | number;
  readonly source: string;
}

export interface Paper {
  readonly paper: string;
  readonly short: string;
  readonly where: string;
  readonly repository: string;
  /** network, texts and device of its numbers */
  readonly setting: string;
  readonly facts?: Readonly<Record<string, PaperFact>>;
  /** where paper and code, or the paper and itself, disagree */
  readonly notes?: readonly string[];
  readonly tables: Readonly<Record<string, PaperTable>>;
}

/** One of a paper's tables. @throws where it has none of that name */
export function tableOf({short, tables}: Paper, name: string): PaperTable {
  if (!Object.hasOwn(tables, name)) throw new Error(`${short}: no table ${name}`);
  return tables[name];
}

/** One of the things a paper states. @throws where it is not among those that are held */
export function factOf({short, facts = {}}: Paper, name: string): PaperFact {
  if (!Object.hasOwn(facts, name)) throw new Error(`${short}: no fact ${name}`);
  return facts[name];
}

/** Cells of the row that the first column names. @throws where there is none */
export function rowOf({name, rows}: PaperTable, first: string | number): readonly PaperCell[] {
  const row = rows.find(([cell]) => cell === first);
  if (!row) throw new Error(`${name}: no row ${first}`);
  return row;
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
