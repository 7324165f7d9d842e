// The preview's pages go through the same step as those of the build, on their way out of the server.
import {ServerResponse} from "node:http";
import {publicPath} from "./pages.js";
import {rewritePage} from "./rewrite.js";

/** Rewrite every page that this process serves. */
export function rewritePreview(): void {
  const {end} = ServerResponse.prototype;
  ServerResponse.prototype.end = function (this: ServerResponse, ...args: Parameters<typeof end>) {
    const body: unknown = args[0];
    if (typeof body === "string" && String(this.getHeader("Content-Type")).startsWith("text/html")) {
      this.removeHeader("ETag"); // it is the tag of the page before this step
      args[0] = rewritePage(body, {path: publicPath(this.req.url ?? "/"), preview: true});
    }
    return end.apply(this, args);
  } as typeof end;
}
