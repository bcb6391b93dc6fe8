export { checkNetworks } from "./checkNetworks.ts";
export { createNetworks, type Networks } from "./createNetworks.ts";
export { rowsOf, scoreRows, tableColumnsOf } from "./scoreRows.ts";
