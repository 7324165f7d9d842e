/** SHA-256 of bytes as lowercase hex, by Web Crypto, which Node and secure pages (https, localhost) have. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  if (!globalThis.crypto?.subtle)
    throw new Error("sha256: Web Crypto is missing; serve the page by https or localhost");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
