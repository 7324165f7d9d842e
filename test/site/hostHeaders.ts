// What a host that reads a _headers file sends with a path: the headers of every rule that fits, joined where they meet.

/** Headers for `path`, which begins with a slash. */
export function hostHeaders(source: string, path: string): Map<string, string> {
  const headers = new Map<string, string>();
  let fits = false;
  for (const line of source.split("\n").filter((text) => text.trim() !== "")) {
    const [, name, value] = /^\s+([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) fits = line.endsWith("*") ? path.startsWith(line.slice(0, -1)) : path === line.trim();
    else if (fits) headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return headers;
}
