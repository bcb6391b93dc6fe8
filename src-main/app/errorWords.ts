export { errorWords } from "../services/system/index.ts";
