// Results that a recording goes on from: one a line, under a key, appended as they come. A line that was cut off when the
// process was killed is dropped, and its work is done again.
import {appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";

export class Journal<T> {
  private readonly results = new Map<string, T>();

  constructor(private readonly path: string) {
    mkdirSync(dirname(path), {recursive: true});
    if (!existsSync(path)) return;
    const lines = readFileSync(path, "utf8").split("\n");
    const whole = lines.slice(0, -1); // what follows the last newline was cut off, or is empty
    for (const line of whole) {
      const [key, result] = JSON.parse(line) as [string, T];
      this.results.set(key, result);
    }
    if (lines.at(-1) !== "") writeFileSync(path, whole.map((line) => `${line}\n`).join(""));
  }

  get size(): number {
    return this.results.size;
  }

  get(key: string): T | undefined {
    return this.results.get(key);
  }

  has(key: string): boolean {
    return this.results.has(key);
  }

  add(key: string, result: T): void {
    appendFileSync(this.path, `${JSON.stringify([key, result])}\n`);
    this.results.set(key, result);
  }
}
