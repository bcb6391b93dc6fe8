export { lineOf } from "./lineOf.ts";
export { openYaml, type OpenedYaml } from "./openYaml.ts";
export { YamlFault } from "./YamlFault.ts";
