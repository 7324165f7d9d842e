// The browser that tests run in: an installed Chromium, or Debian's, installed when asked for.
import {execFileSync} from "node:child_process";
import {accessSync, constants, existsSync} from "node:fs";
import {delimiter, join} from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
];

/** Path of an installed Chromium: what CHROMIUM names, else the first one found; undefined where there is none. */
export function findChromium(): string | undefined {
  const {CHROMIUM, PATH = ""} = process.env;
  if (CHROMIUM) {
    if (!executable(CHROMIUM)) throw new Error(`CHROMIUM: ${CHROMIUM} cannot be run`);
    return CHROMIUM;
  }
  const folders = PATH.split(delimiter);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find(executable);
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Flags for tests: no sandbox (CI runs as root), no requests of its own. */
export const chromiumFlags: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
];

/** With this flag as well, WebGPU is there: on SwiftShader, an adapter that the processor imitates. */
export const softwareWebgpu = "--enable-unsafe-webgpu";

/**
 * The browser to test in. With `install`, as root on Debian, a missing one is installed with apt-get.
 * @throws one line that says what to install
 */
export function requireChromium({install = false} = {}): string {
  const found = findChromium();
  if (found) return found;
  const debian = existsSync("/etc/debian_version");
  if (install && debian && process.getuid?.() === 0) {
    installDebianPackages("chromium", "libvulkan1");
    const installed = findChromium();
    if (installed) return installed;
  }
  const how = debian
    ? "apt-get install chromium libvulkan1 (or npm test -- --install, as root)"
    : "install Chromium or Chrome";
  throw new Error(`no Chromium found: ${how}, or name one in CHROMIUM`);
}

/** Install packages with apt-get. */
function installDebianPackages(...packages: string[]): void {
  const env = {...process.env, DEBIAN_FRONTEND: "noninteractive"};
  execFileSync("apt-get", ["update", "-q"], {stdio: "inherit", env});
  execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], {stdio: "inherit", env});
}
