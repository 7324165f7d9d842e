// The commit that the site is built from, and its day; null where the source came without its history.
import type {Version} from "../src/figures/citePage.js";
import {headCommit} from "../tools/site/headCommit.js";

const found = headCommit();
const version: Version | null = found ? {commit: found.short, date: found.date} : null;
process.stdout.write(JSON.stringify(version));
