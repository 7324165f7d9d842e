// Framework writes one file for every module, some fifty for a chapter. Here the modules that a page's cells import
// become one file a page, with one more for what they fetch later; workers are bundled by themselves. All of them lie
// directly in _import, so that what a module says of its own address can be put right.
import {readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join, posix} from "node:path";
import {build} from "esbuild";
import type {BuildOptions, Plugin} from "esbuild";
import {listFiles} from "./files.js";
import {publicPath} from "./pages.js";

const FOLDER = "_import";

interface Bundled {
  /** path of the entry, from the root of the site */
  readonly entry: string;
  /** paths of what the entry imports at once */
  readonly imports: readonly string[];
  /** path → text */
  readonly files: ReadonlyMap<string, string>;
}

/** Bundle the modules of a built site, and let its pages refer to the bundles. */
export async function bundleModules(dist: string): Promise<void> {
  const modules = listFiles(dist).filter((file) => file.startsWith(`${FOLDER}/`) && file.endsWith(".js"));
  const pages = listFiles(dist).filter((file) => file.endsWith(".html"));
  const written = new Map<string, string>();
  const bundles = new Map<string, Bundled>();
  const workers = new Map<string, string>();

  const bundle = async (name: string, source: string): Promise<Bundled> => {
    const known = bundles.get(source) ?? (await bundleOne(dist, name, source, workers));
    bundles.set(source, known);
    for (const [path, text] of known.files) written.set(path, text);
    return known;
  };

  for (const worker of modules.flatMap((file) => workersOf(dist, file))) {
    if (workers.has(worker)) continue;
    workers.set(worker, (await bundle(posix.basename(worker).split(".")[0], `import "/${worker}";`)).entry);
  }
  for (const page of pages) {
    const html = readFileSync(join(dist, page), "utf8");
    writeFileSync(join(dist, page), await rewriteImports(html, page, bundle));
  }
  for (const file of modules) rmSync(join(dist, file));
  for (const [path, text] of written) writeFileSync(join(dist, path), text);
}

async function rewriteImports(
  html: string,
  page: string,
  bundle: (name: string, source: string) => Promise<Bundled>
): Promise<string> {
  const up = "../".repeat(page.split("/").length - 1) || "./";
  const fromRoot = (address: string): string => posix.join(posix.dirname(page), address);
  const preload = /\n<link rel="modulepreload" href="[^"]*\/_import\/[^"]*">/g;
  const cell = /import\("([^"]*\/_import\/[^"]*\.js)"\)/g;
  const tag = /(<script type="module" src=")([^"]*\/_import\/[^"]*\.js)"/g;

  const first: string[] = [];
  const add = async (name: string, source: string): Promise<string> => {
    const {entry, imports} = await bundle(name, source);
    first.push(entry, ...imports);
    return up + entry;
  };
  const cells = [...new Set([...html.matchAll(cell)].map(([, address]) => fromRoot(address)))];
  const name = publicPath(page).replace(/\/$/, "").split("/").at(-1) || "index";
  const source = cells.map((path, i) => `export * as module${i} from "/${path}";`).join("\n");
  const own = cells.length > 0 ? await add(name, source) : "";
  const tags = new Map<string, string>();
  for (const [, , address] of html.matchAll(tag)) {
    tags.set(address, await add(posix.basename(address).split(".")[0], `import "/${fromRoot(address)}";`));
  }
  const links = [...new Set(first)].map((path) => `<link rel="modulepreload" href="${up}${path}">`);
  const rewritten = html
    .replace(preload, "")
    .replace(cell, (_, address) => `import("${own}").then((all) => all.module${cells.indexOf(fromRoot(address))})`)
    .replace(tag, (_, start, address) => `${start}${tags.get(address)}"`);
  const at = rewritten.search(/<link rel="(modulepreload|stylesheet)"/);
  return at < 0 ? rewritten : `${rewritten.slice(0, at)}${links.join("\n")}\n${rewritten.slice(at)}`;
}

async function bundleOne(
  dist: string,
  name: string,
  source: string,
  workers: ReadonlyMap<string, string>
): Promise<Bundled> {
  const options: BuildOptions = {
    stdin: {contents: source, resolveDir: dist, sourcefile: `${name}.js`},
    outdir: join(dist, FOLDER),
    entryNames: `${name}.[hash]`,
    chunkNames: `${name}-part.[hash]`,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    plugins: [site(dist, workers)]
  };
  const {outputFiles, metafile} = await build({...options, write: false, metafile: true});
  const inFolder = (path: string): string => `${FOLDER}/${posix.basename(path.replaceAll("\\", "/"))}`;
  const outputs = Object.entries(metafile.outputs);
  const [entry] = outputs.find(([, {entryPoint}]) => entryPoint?.endsWith(`${name}.js`)) ?? [];
  if (entry === undefined) throw new Error(`bundle: no entry for ${name}`);
  const files = new Map(outputFiles.map(({path, text}) => [inFolder(path), text]));
  const imports = new Set([entry]);
  for (const path of imports) {
    for (const {path: to, kind, external} of metafile.outputs[path].imports) {
      if (kind === "import-statement" && !external) imports.add(to);
    }
  }
  imports.delete(entry);
  return {entry: inFolder(entry), imports: [...imports].map(inFolder), files};
}

/** Modules outside of _import stay where they are; addresses that a module makes from its own stay right. */
function site(dist: string, workers: ReadonlyMap<string, string>): Plugin {
  return {
    name: "site",
    setup({onResolve, onLoad}) {
      onResolve({filter: /^[./]/}, ({path, importer, namespace}) => {
        const file = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(importer), path);
        if (file.startsWith(`${FOLDER}/`)) return {path: file, namespace: "site"};
        if (namespace === "site") return {path: posix.relative(FOLDER, file), external: true};
        return undefined;
      });
      onLoad({filter: /./, namespace: "site"}, ({path}) => {
        const here = (file: string): string => `new URL("./${posix.relative(FOLDER, file)}", import.meta.url).href`;
        const text = readFileSync(join(dist, path), "utf8");
        const contents = text.replace(
          /\bimport\.meta\.resolve\("([^"]+)"\)|\bimport\.meta\.url\b/g,
          (_, address?: string) => {
            if (address === undefined) return here(path);
            const target = posix.join(posix.dirname(path), address);
            return here(workers.get(target) ?? target);
          }
        );
        return {contents, loader: "js"};
      });
    }
  };
}

/** Workers that a module starts. */
function workersOf(dist: string, file: string): string[] {
  const started = readFileSync(join(dist, file), "utf8").matchAll(/\bimport\.meta\.resolve\("([^"]+\.js)"\)/g);
  return [...started]
    .map(([, address]) => posix.join(dirname(file), address))
    .filter((target) => target.startsWith(`${FOLDER}/`));
}
