export { createReaders, type Readers } from "./createReaders.ts";
