// Arrows between the rooms of src/ point one way, as docs/index.md says.
import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, normalize, sep} from "node:path";
import {describe, expect, it} from "vitest";

const root = "src";

/** room → rooms it may import values from */
const arrows: Record<string, readonly string[]> = {
  onnx: [],
  nets: ["onnx"],
  training: ["nets", "onnx"],
  traces: [],
  decoding: ["traces"],
  images: [],
  figures: ["decoding", "traces", "images", "nets", "training"],
  runtime: ["nets", "onnx"],
  shell: [],
  live: ["figures", "runtime", "decoding", "traces", "nets", "training", "images"]
};

/** room → rooms it may also import types from */
const typeArrows: Record<string, readonly string[]> = {runtime: ["decoding"]};

/** rooms that import neither Node nor any package, and so no runtime */
const pure = ["onnx", "nets", "training", "decoding", "images", "traces"];

/** what only a page or only Node has */
const hostGlobals =
  /\b(window|localStorage|HTMLElement|SVGElement|requestAnimationFrame|Buffer|__dirname)\b|\bdocument\.(create|query|body|head|get)|\b(process|navigator)\./;

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** links to other folders of the repository, and what Framework leaves behind */
const linked = ["data", "docs", "models", ".observablehq"];

const files = readdirSync(root, {recursive: true, encoding: "utf8"})
  .map((file) => join(root, file))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && !linked.includes(file.split(sep)[1]));

const imports = files.flatMap((file) => importsOf(file, readFileSync(file, "utf8")));
const room = (path: string): string => path.split(sep)[1];

function importsOf(file: string, source: string): Import[] {
  const found: Import[] = [];
  for (const [, keyword, clause = "", specifier] of source.matchAll(
    /^(import|export)\s+([^"';]*?\sfrom\s+)?"([^"]+)"/gm
  )) {
    const names = clause.replace(/\sfrom\s+$/, "").trim();
    const inline =
      /^\{([^}]*)\}$/
        .exec(names)?.[1]
        .split(",")
        .filter((name) => name.trim() !== "") ?? [];
    const allTypes = inline.length > 0 && inline.every((name) => name.trim().startsWith("type "));
    found.push({file, specifier, typeOnly: names.startsWith("type ") || (allTypes && keyword !== "")});
  }
  for (const [, specifier] of source.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g))
    found.push({file, specifier, typeOnly: false});
  return found;
}

describe("rooms", () => {
  it("are all known, and the check sees their imports", () => {
    expect(files.map(room).filter((name) => !(name in arrows))).toEqual([]);
    expect(imports.filter(({specifier}) => specifier.startsWith(".")).length).toBeGreaterThan(100);
  });

  it("import only in the direction of the arrows", () => {
    const wrong = imports.flatMap(({file, specifier, typeOnly}) => {
      if (!specifier.startsWith(".")) return [];
      const from = room(file);
      const to = room(normalize(join(dirname(file), specifier)));
      const allowed = [from, ...arrows[from], ...(typeOnly ? (typeArrows[from] ?? []) : [])];
      return allowed.includes(to) ? [] : [`${file} imports ${specifier}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each(pure)("%s imports no Node module, no runtime and no page", (name) => {
    const packages = imports.filter(({file, specifier}) => room(file) === name && !specifier.startsWith("."));
    expect(packages).toEqual([]);
    const own = files.filter((file) => room(file) === name);
    expect(own.filter((file) => hostGlobals.test(withoutComments(readFileSync(file, "utf8"))))).toEqual([]);
  });

  it("ONNX Runtime is known to src/runtime only", () => {
    const others = imports.filter(
      ({file, specifier}) => specifier.startsWith("onnxruntime") && room(file) !== "runtime"
    );
    expect(others).toEqual([]);
  });

  it("only runtime/node and what reads folders import Node, and no bundle for the page holds them", () => {
    const node = new Set(
      imports.filter(({specifier}) => /^(node:|onnxruntime-node)/.test(specifier)).map(({file}) => file)
    );
    expect([...node].filter((file) => room(file) !== "runtime")).toEqual([]);
    const pageFiles = files.filter((file) => ["figures", "live"].includes(room(file)));
    const reached = new Set<string>(pageFiles);
    for (const file of reached) {
      for (const {file: from, specifier, typeOnly} of imports) {
        if (from !== file || typeOnly || !specifier.startsWith(".")) continue;
        reached.add(normalize(join(dirname(file), specifier)).replace(/\.js$/, ".ts"));
      }
    }
    expect([...reached].filter((file) => node.has(file))).toEqual([]);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
