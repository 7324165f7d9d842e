// The vocabulary of 16,384 entries with what was counted of it.
import {vocabularyData} from "./lib/vocabularyData.js";

process.stdout.write(JSON.stringify(vocabularyData()));
