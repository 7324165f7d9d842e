// What every page has besides its text: contents that unfold where there is room, search when it is asked for, and a
// copy of what was read, for the times without a network.
import {unfoldContents} from "./contents.js";
import {followFigureLinks} from "./figureLinks.js";
import {keepForOffline} from "./offline.js";
import {openSearchOnRequest} from "./searchButton.js";

unfoldContents();
followFigureLinks();
openSearchOnRequest();
keepForOffline();
