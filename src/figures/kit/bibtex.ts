// A work that a page refers to, and its BibTeX entry. data/references holds them by key.

export interface Reference {
  readonly type: "inproceedings" | "article" | "misc";
  /** first name first */
  readonly authors: readonly string[];
  readonly title: string;
  /** as a reader knows it, such as "NAACL 2025"; absent where a work is on arXiv only */
  readonly venue?: string;
  /** title of the proceedings or the journal */
  readonly booktitle?: string;
  readonly pages?: string;
  readonly year: number;
  /** arXiv identifier */
  readonly arxiv?: string;
  readonly url?: string;
}

export type References = Readonly<Record<string, Reference>>;

export type BibtexFields = Readonly<Record<string, string | number | undefined>>;

/** An entry. Undefined fields are left out; what TeX would read as a command is escaped, an address is left as it is. */
export function bibtexEntry(type: string, key: string, fields: BibtexFields): string {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name} = {${name === "url" ? value : tex(String(value))}}`]
  );
  return `@${type}{${key},\n${lines.join(",\n")}\n}`;
}

/** The entry of a reference. Words with capitals inside keep them. */
export function bibtex(key: string, {type, authors, title, booktitle, pages, year, arxiv, url}: Reference): string {
  return bibtexEntry(type, key, {
    title: title.replaceAll(/[\w-]*\w[A-Z][\w-]*/g, (word) => `{${word}}`),
    author: authors.join(" and "),
    [type === "article" ? "journal" : "booktitle"]: booktitle,
    pages,
    year,
    ...(arxiv === undefined ? {} : {eprint: arxiv, archiveprefix: "arXiv"}),
    url: url ?? (arxiv && arxivUrl(arxiv))
  });
}

export const arxivUrl = (id: string): string => `https://arxiv.org/abs/${id}`;

const tex = (text: string): string => text.replaceAll(/[&%$#_]/g, "\\$&").replaceAll("–", "--");
