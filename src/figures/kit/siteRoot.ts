// Where the site lies, below whatever base path: modules of the kit are served from three folders below it.

/** Address of a page of the site, such as "embed/race". */
export const siteUrl = (path: string): URL => new URL(path, new URL("../../../", import.meta.url));
