// The browsers that tests run in: an installed Chromium and Firefox, or Debian's, installed when asked for.
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
export const findChromium = (): string | undefined => find("CHROMIUM", names, elsewhere);

/** Path of an installed Firefox: what FIREFOX names, else the first one found; undefined where there is none. */
export const findFirefox = (): string | undefined =>
  find("FIREFOX", ["firefox-esr", "firefox"], ["/Applications/Firefox.app/Contents/MacOS/firefox"]);

function find(variable: string, commands: readonly string[], places: readonly string[]): string | undefined {
  const {[variable]: named, PATH = ""} = process.env;
  if (named) {
    if (!executable(named)) throw new Error(`${variable}: ${named} cannot be run`);
    return named;
  }
  const folders = PATH.split(delimiter);
  return [...commands.flatMap((name) => folders.map((folder) => join(folder, name))), ...places].find(executable);
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

/** Debian's Firefox, where it is missing and `install` asks for it, as root on Debian; tests in it are left out without. */
export function offerFirefox({install = false} = {}): string | undefined {
  const found = findFirefox();
  if (found || !install || !existsSync("/etc/debian_version") || process.getuid?.() !== 0) return found;
  installDebianPackages("firefox-esr");
  return findFirefox();
}

/** The software driver for Vulkan of Debian's chromium. */
const swiftShader = "/usr/lib/chromium/vk_swiftshader_icd.json";

/**
 * The Vulkan driver that WebGPU runs on in Node: the one that VK_DRIVER_FILES names, else the software driver that comes
 * with Debian's chromium. undefined where there is none, or no libvulkan.so.1 to load it.
 */
export function findVulkanDriver(): string | undefined {
  const {VK_DRIVER_FILES: named} = process.env;
  const driver = named ?? (existsSync(swiftShader) ? swiftShader : undefined);
  return hasVulkanLoader() ? driver : undefined;
}

function hasVulkanLoader(): boolean {
  const name = process.platform === "win32" ? "vulkan-1.dll" : "libvulkan.so.1";
  const {LD_LIBRARY_PATH = "", PATH = ""} = process.env;
  const folders = (process.platform === "win32" ? PATH : LD_LIBRARY_PATH).split(delimiter).filter(Boolean);
  if (folders.some((folder) => existsSync(join(folder, name)))) return true;
  if (process.platform !== "linux") return false;
  const ldconfig = ["/sbin/ldconfig", "/usr/sbin/ldconfig"].find(executable);
  return ldconfig !== undefined && execFileSync(ldconfig, ["-p"], {encoding: "utf8"}).includes(`${name} `);
}

/** With `install`, as root on Debian: the library that loads the software driver, where it is missing. */
export function offerVulkan({install = false} = {}): string | undefined {
  const driver = findVulkanDriver();
  const able = install && existsSync("/etc/debian_version") && process.getuid?.() === 0;
  if (driver !== undefined || !able || !existsSync(swiftShader)) return driver;
  installDebianPackages("libvulkan1");
  return findVulkanDriver();
}

/** Install packages with apt-get. */
function installDebianPackages(...packages: string[]): void {
  const env = {...process.env, DEBIAN_FRONTEND: "noninteractive"};
  execFileSync("apt-get", ["update", "-q"], {stdio: "inherit", env});
  execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], {stdio: "inherit", env});
}
