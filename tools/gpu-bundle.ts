// npm run gpu:bundle [-- --without-text]
//
// Packs what studies/gpuQueue.ts needs on a linux-x64 host without Node or network into parts under .cache/gpu:
//   node     node alone, stripped where strip is there
//   runtime  onnxruntime-node, the Vulkan loader, and the studies as built modules
//   inputs   encoded text (the cache's text folder, for training), journals of recordings on GPUs
// Each part has to travel with the tracked tree in 64 MiB; models, prompts and runs are taken from that tree.
// --without-text leaves the training text out.
import {execFileSync} from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {build} from "esbuild";
import {cacheFolder} from "../studies/cache.js";
import {commitOf} from "../studies/record/provenance.js";
import {commandLine, flag} from "./commandLine.js";

const LIMIT = 64;
const PARTS = ["node", "runtime", "inputs"];
const PACKAGES = ["onnxruntime-node", "onnxruntime-common", "@huggingface/tokenizers"];
const out = join(".cache", "gpu");
const {values} = commandLine({
  usage: "npm run gpu:bundle --",
  about: "Packs what the GPU queue needs on a machine without Node or network into .cache/gpu.",
  options: {"without-text": flag("leave the training text out")}
});
const platform = join("bin", "napi-v6", "linux", "x64");

if (process.platform !== "linux" || process.arch !== "x64") {
  throw new Error(
    `gpu:bundle: this is ${process.platform}-${process.arch}; node is packed as it is here, for linux-x64`
  );
}
const stage = mkdtempSync(join(tmpdir(), "concord-gpu-"));
try {
  rmSync(out, {recursive: true, force: true});
  stageNode(join(stage, "node"));
  await stageRuntime(join(stage, "runtime"));
  stageInputs(join(stage, "inputs"));
  const tree = trackedBytes();
  for (const part of PARTS) {
    mkdirSync(join(out, part), {recursive: true});
    const archive = join(out, part, `${part}.tar.xz`);
    // these are programs mostly: with jumps as absolute addresses they are a tenth smaller
    execFileSync("tar", ["-C", join(stage, part), "-I", "xz -T0 --x86 --lzma2=preset=9", "-cf", archive, "."]);
    copyFileSync("tools/gpu-bundle.sh", join(out, part, "gpu-bundle.sh"));
    const size = statSync(archive).size;
    console.log(`${archive}: ${mebibytes(size)} MiB, with the tracked tree ${mebibytes(size + tree)} of ${LIMIT} MiB`);
    if (size + tree > LIMIT * 2 ** 20) throw new Error(`${part}: too large to travel; see --without-text`);
  }
  console.log(`on the GPU host, where the folders lie in the repository's copy:
${PARTS.map((part) => `  sh ${out}/${part}/gpu-bundle.sh unpack ${out}/${part}`).join("\n")}
  sh ${out}/inputs/gpu-bundle.sh queue --minutes 9 --out <folder that comes back>
results.tar.gz is unpacked here with: tar xzf results.tar.gz data, and its recordings/ into the cache folder`);
} finally {
  rmSync(stage, {recursive: true, force: true});
}

function stageNode(folder: string): void {
  mkdirSync(folder, {recursive: true});
  const node = join(folder, "node");
  copyFileSync(realpathSync(process.execPath), node);
  try {
    execFileSync("strip", ["--strip-unneeded", node], {stdio: "ignore"});
  } catch {
    console.warn("no strip here: node travels with its symbols");
  }
}

async function stageRuntime(folder: string): Promise<void> {
  mkdirSync(join(folder, "studies"), {recursive: true});
  await build({
    entryPoints: ["train", "record", "gpuQueue", "gpuProbe"].map((name) => `studies/${name}.ts`),
    outdir: join(folder, "studies"),
    outExtension: {".js": ".mjs"},
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // what has files of its own beside its modules goes along as a package; everything else is built in
    external: PACKAGES,
    banner: {js: `import {createRequire as requireOf} from "node:module"; const require = requireOf(import.meta.url);`},
    logLevel: "error"
  });
  cpSync("studies/recipes", join(folder, "studies", "recipes"), {recursive: true});
  for (const name of PACKAGES.filter((name) => name !== "onnxruntime-node")) {
    cpSync(join("node_modules", name), join(folder, "node_modules", name), {recursive: true, filter: noMaps});
  }
  const runtime = join("node_modules", "onnxruntime-node");
  for (const part of ["package.json", "dist", platform]) {
    cpSync(join(runtime, part), join(folder, runtime, part), {recursive: true, filter: noMaps});
  }
  const loader = ["/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64"].map((path) => join(path, "libvulkan.so.1"));
  const found = loader.find((path) => existsSync(path));
  if (found) {
    mkdirSync(join(folder, "lib"));
    copyFileSync(realpathSync(found), join(folder, "lib", "libvulkan.so.1"));
  } else console.warn("no libvulkan.so.1 here: the GPU host has to have its own");
  writeFileSync(join(folder, "commit"), commitOf("."));
}

function stageInputs(folder: string): void {
  mkdirSync(folder, {recursive: true});
  const text = cacheFolder("text");
  if (!values["without-text"]) {
    if (!existsSync(text))
      throw new Error(`no encoded text in ${text}: run npx tsx studies/prepare.ts, or --without-text`);
    cpSync(text, join(folder, "cache", "text"), {recursive: true});
  }
  for (const chapter of ["ems-sd", "kangaroo"]) {
    const recordings = cacheFolder("recordings", chapter);
    const devices = existsSync(recordings) ? readdirSync(recordings) : [];
    for (const device of devices.filter((name) => name.startsWith("webgpu-"))) {
      cpSync(join(recordings, device), join(folder, "cache", "recordings", chapter, device), {recursive: true});
    }
  }
}

/** Bytes of the files that git tracks: they travel too. */
function trackedBytes(): number {
  const files = execFileSync("git", ["ls-files", "-z"], {encoding: "utf8"}).split("\0").filter(Boolean);
  return files.reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
}

function noMaps(path: string): boolean {
  return !path.endsWith(".map");
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
