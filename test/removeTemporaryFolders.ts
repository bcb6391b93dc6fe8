import { afterAll } from "vitest";
import { deleteTemporaryFolders } from "./temporaryFolder.ts";

// Here, as this file is run for each test file: a module that they import is run once by a process that they share.
afterAll(deleteTemporaryFolders);
