// The appearance model, gzipped as it lies in data/models. Its name has no .gz, since some hosts would unpack that on the way.
import {createReadStream} from "node:fs";

createReadStream("data/models/appearance/appearance.bin.gz").pipe(process.stdout);
