import { serveEngine } from "../services/engine/index.ts";
import { caseTasks } from "../services/extraction/index.ts";

serveEngine(caseTasks);
