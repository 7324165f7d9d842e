/** Address of what only a built site has, as the page's head names it; undefined in the preview. */
export function builtAddress(name: "worker" | "search"): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>(`meta[name="concord-${name}"]`);
  return meta ? new URL(meta.content, document.baseURI).href : undefined;
}
