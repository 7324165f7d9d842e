/**
 * SHA-256 of bytes as lowercase hex: by Web Crypto in Node and secure pages (https, localhost), elsewhere, as on a
 * classroom's own http server, by a library, which takes some ten times as long.
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>))
    : (await import("@noble/hashes/sha2.js")).sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
