import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startBrowser } from "./browser.ts";
import { startProgram, temporaryFolder, type Program } from "./program.ts";
import { enter } from "./readingPage.ts";

interface Wanted {
  /** Done before the program starts: brings studies into the data folder, by way of files in the work folder. */
  readonly prepare?: (data: string, work: string) => Promise<void>;
  readonly environment?: Record<string, string>;
  readonly browserArguments?: readonly string[];
  /** How long a step of the page may take, in ms. */
  readonly timeout?: number;
  /** The work folder, where it was needed before; it is removed all the same. */
  readonly work?: ReturnType<typeof temporaryFolder>;
}

/** The program, a browser and a page that has entered it, from before the first test of a file until after its last. */
export interface Session {
  /** The program's folder, and one for files of the tests; removed at the end. */
  readonly data: { readonly path: string };
  readonly work: { readonly path: string };
  readonly program: Program;
  readonly browser: Browser;
  readonly page: Page;
  /** What the page complained of: see Watched. */
  readonly complaints: string[];
  /** Ends the program as a crash would, starts it again and opens a link of it in the page. */
  restart(): Promise<void>;
}

/** Opens a session for the tests of this file (or `describe`). Hooks of the file that come after it find it open. */
export function browserSession(wanted: Wanted = {}): Session {
  const data = temporaryFolder();
  const work = wanted.work ?? temporaryFolder();
  let [program, browser]: [Program?, Browser?] = [];
  const session: Session = {
    // There before the first test.
    ...({} as Pick<Session, "program" | "browser" | "page" | "complaints">),
    data,
    work,
    restart: async () => {
      await program?.kill();
      program = await startProgram(data.path, wanted.environment);
      Object.assign(session, { program });
      await session.page.goto(program.url);
    },
  };
  beforeAll(async () => {
    await wanted.prepare?.(data.path, work.path);
    program = await startProgram(data.path, wanted.environment);
    browser = await startBrowser(wanted.browserArguments);
    Object.assign(session, { program, browser, ...(await enter(browser, program.url)) });
    if (wanted.timeout !== undefined) session.page.setDefaultTimeout(wanted.timeout);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    data.remove();
    work.remove();
  });
  return session;
}
