// Pages that were visited can be read without a network: tools/site/worker.ts keeps them. It's told about this page once
// the page has loaded, so that nothing of it stands in the way of the first view. A page in another site's frame keeps
// nothing: its reader hasn't asked for this site.
import {builtAddress} from "./built.js";

export function keepForOffline(): void {
  const address = builtAddress("worker");
  if (address === undefined || !("serviceWorker" in navigator) || self !== top) return;
  const register = async (): Promise<void> => {
    await navigator.serviceWorker.register(address, {updateViaCache: "none"});
    const {active} = await navigator.serviceWorker.ready;
    active?.postMessage({keep: location.href});
  };
  // a private window, or a reader, may refuse
  const whenLoaded = (): void => void setTimeout(() => register().catch(() => {}), 1000);
  if (document.readyState === "complete") whenLoaded();
  else addEventListener("load", whenLoaded, {once: true});
}
