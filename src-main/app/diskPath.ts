export { pathFromBytes } from "../services/system/index.ts";
