import { serveEngine } from "../services/engine/index.ts";
import { filesAlone, recipeTasks } from "../services/recipes/index.ts";

/** Runs steps of recipes on files: the command line opens no data folder for them. */
serveEngine(() => recipeTasks(filesAlone));
