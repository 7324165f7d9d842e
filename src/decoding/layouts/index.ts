export {capacity} from "./capacity.js";
export {Layout} from "./layout.js";
export type {LayoutOptions, Placement, RowFeed, TreeFeed} from "./layout.js";
export {modes, paddingOf} from "./modes.js";
export type {Mode, Padding} from "./modes.js";
