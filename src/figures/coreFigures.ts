// What the CORE chapter shows below its first view, as one module: the site's bundler makes one file of what is fetched
// together, and many of what may be fetched apart.
export {activation} from "./activation.js";
export {sphere} from "./sphere.js";
