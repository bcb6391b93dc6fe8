/**
 * Run as a program: runs a recipe over the cases of a project, and writes a line of their states as JSON whenever one is another. Ends when all are done, or by
 * being killed. Arguments: data folder, project, the coordinator's number and name, the recipe's text.
 */
import { writeSync } from "node:fs";
import { createApp } from "../../../src-main/app/createApp.ts";

const [dataFolder, projectId, readerId, name, text] = process.argv.slice(2) as [string, string, string, string, string];
const app = createApp({ dataFolder, host: { name: "cli" } });
const { recipes, jobs } = app.services;
const by = { readerId: Number(readerId), name };
const inputs = { T1: { region: "thigh", role: "t1" }, water: { region: "thigh", role: "water" } };
const { jobId } = recipes.startOnProject(by, { projectId, source: { from: "text", fileName: "r.yaml", text, chosen: {} }, inputs });
let last = "";
const tell = () => {
  const now = JSON.stringify(recipes.runs(by, projectId)[0]!.cases);
  if (now !== last) writeSync(1, `${now}\n`);
  last = now;
};
const timer = setInterval(tell, 20);
await jobs.finished(jobId);
clearInterval(timer);
tell();
await app.close();
