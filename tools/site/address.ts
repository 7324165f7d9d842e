/** Address of the site as CONCORD_URL gives it, without a slash at the end; undefined where it is not set. */
export function siteAddress(given = process.env.CONCORD_URL): string | undefined {
  if (!given) return undefined;
  const {protocol, href, search, hash} = new URL(given);
  if (!/^https?:$/.test(protocol) || search || hash)
    throw new Error(`CONCORD_URL: not the address of a site: ${given}`);
  return href.replace(/\/$/, "");
}
