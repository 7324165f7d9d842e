// What a page may load and run: its content security policy, for the tag in every page and for the header in
// src/_headers. Scripts come from this site or are named by their hash.
import {createHash} from "node:crypto";

type Policy = Readonly<Record<string, readonly string[]>>;

const policy: Policy = {
  "default-src": ["'self'"],
  "script-src": ["'self'", "'wasm-unsafe-eval'"],
  "style-src": ["'self'", "'unsafe-inline'"], // figures set style attributes
  "img-src": ["'self'", "data:", "blob:"], // a figure becomes a PNG by way of a blob
  "connect-src": ["'self'"],
  "worker-src": ["'self'"],
  "object-src": ["'none'"],
  "base-uri": ["'self'"],
  "form-action": ["'self'"]
};

/** What the preview needs besides: it evaluates the code of a page that has changed, and hears of it by a socket. */
const previewPolicy: Policy = {"script-src": ["'unsafe-eval'"], "connect-src": ["ws:", "wss:"]};

/** The policy of a page, as its meta tag holds it. */
export function pagePolicy(html: string, {preview = false} = {}): string {
  const hashes = inlineScripts(html).map(
    (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`
  );
  return serialize({
    ...policy,
    "script-src": [...policy["script-src"], ...new Set(hashes), ...(preview ? previewPolicy["script-src"] : [])],
    "connect-src": [...policy["connect-src"], ...(preview ? previewPolicy["connect-src"] : [])]
  });
}

/** The policy of a header for all pages: what pages differ in, the hashes of their scripts, is left to their tags. */
export function headerPolicy(): string {
  const {"default-src": _all, "script-src": _pages, ...rest} = policy;
  return serialize({...rest, "font-src": policy["default-src"], "media-src": policy["default-src"]});
}

/** The policy of a header for modules: what a worker, which has no tag, may load and run. */
export function modulePolicy(): string {
  return serialize({"default-src": policy["default-src"], "script-src": policy["script-src"]});
}

/** Texts of the scripts that stand in a page. */
export function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
    .filter(([, attributes]) => !/\bsrc=/.test(attributes))
    .map(([, , text]) => text);
}

function serialize(directives: Policy): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
