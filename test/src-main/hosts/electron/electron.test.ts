import { existsSync, mkdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { standIns } from "./standIns.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let dataFolder: string;
const argv = process.argv;

beforeEach(() => {
  folder = temporaryFolder();
  dataFolder = join(folder, "my data");
});
afterEach(() => {
  process.argv = argv;
  vi.useRealTimers();
  vi.doUnmock("electron");
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the program's entry on stand-ins. */
async function launch(
  args: readonly string[] = ["--data", dataFolder],
  prepare: (made: ReturnType<typeof standIns>) => void = () => undefined,
  isPackaged = true,
) {
  const made = standIns(isPackaged);
  prepare(made);
  process.argv = isPackaged ? ["fascicle", ...args] : ["electron", ".", ...args];
  vi.resetModules();
  vi.doMock("electron", () => made.electron);
  await import("../../../../src-main/hosts/electron/electron.ts");
  made.ready();
  return made;
}

/** The same, once its window shows the page. */
async function opened(...parameters: Parameters<typeof launch>) {
  const made = await launch(...parameters);
  await vi.waitFor(() => {
    if (!made.window() || made.window().webContents.loads === 0) throw new Error(`no window: ${made.dialog.errors.join()}`);
  });
  return made;
}

const added = (name: string) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ json: { name, initials: "SL", specialty: "", years: null } }),
});

/** Whether the database on the disk has a reader of this name. */
function isReaderOnDisk(name: string): boolean {
  const database = new Database(join(dataFolder, "fascicle.db"), { readonly: true });
  try {
    return database.prepare("SELECT 1 FROM reader WHERE name = ?").get(name) !== undefined;
  } finally {
    database.close();
  }
}

async function exited(made: { app: { exitCode: number | undefined } }): Promise<number | undefined> {
  await vi.waitFor(() => {
    if (made.app.exitCode === undefined) throw new Error("the program still runs");
  });
  return made.app.exitCode;
}

describe("closing", () => {
  test("with nothing to save, the window closes, then the services, then the program ends", async () => {
    const made = await opened();
    made.window().close();
    expect(await exited(made)).toBe(0);
    expect(made.log).toEqual(["close", "closed", "will-quit", "will-quit"]);
    expect(existsSync(join(dataFolder, "fascicle.db-wal"))).toBe(false);
  });

  test.each(["the window's button", "Quit", "the system's shutdown"])(
    "by %s, an unsaved stroke is saved first: the door stays open for it, then all closes",
    async (by) => {
      const made = await opened();
      const { page } = made.window().webContents;
      page.unsaved = true;
      if (by === "Quit") made.app.quit();
      else if (by.startsWith("the system")) made.powerMonitor.emit("shutdown", { preventDefault: () => undefined });
      else made.window().close();
      expect(made.log).toEqual(["close"]);
      expect(made.app.exitCode).toBeUndefined();
      // The page's request arrives after the close was asked for.
      const answer = await made.ask("fascicle://app/api/reader.add", added(`Saved after ${by}`));
      expect(answer.status).toBe(200);
      page.unsaved = false;
      expect(await exited(made)).toBe(0);
      expect(made.log.slice(-3)).toEqual(["closed", "will-quit", "will-quit"]);
      expect(made.questions).toEqual([]);
      expect(isReaderOnDisk(`Saved after ${by}`)).toBe(true);
    },
  );

  test("a stroke that cannot be saved is asked about: to stay keeps window and services, to leave ends them", async () => {
    const made = await opened();
    const window = made.window();
    window.webContents.page.unsaved = true;
    vi.useFakeTimers();
    made.app.quit();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(made.questions).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(made.questions[0]!.options.message).toBe("Not everything that was drawn could be saved.");
    made.questions[0]!.answer("Stay");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(window.isDestroyed()).toBe(false);
    expect(made.questions).toHaveLength(1);
    vi.useRealTimers();
    expect((await made.ask("fascicle://app/api/reader.signedIn")).status).toBe(200);

    vi.useFakeTimers();
    window.close();
    await vi.advanceTimersByTimeAsync(16_000);
    made.questions[1]!.answer("Leave without saving");
    await vi.advanceTimersByTimeAsync(1);
    expect(window.isDestroyed()).toBe(true);
    vi.useRealTimers();
    expect(await exited(made)).toBe(0);
  });

  test("a window that is loaded again by the page is not closed by what was prevented", async () => {
    const made = await opened();
    const window = made.window();
    window.webContents.page.unsaved = true;
    vi.useFakeTimers();
    window.webContents.reload();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(window.webContents.loads).toBe(1);
    expect(window.isDestroyed()).toBe(false);
    expect(made.questions).toEqual([]);
  });
});

describe("the data folder", () => {
  test.each([
    ["--data DIR", (path: string) => ["--data", path]],
    ["--data=DIR", (path: string) => ["--no-sandbox", `--data=${path}`]],
  ])("is found as %s, with a space in it, packaged or not", async (_form, args) => {
    for (const isPackaged of [true, false]) {
      const made = await opened(args(dataFolder), undefined, isPackaged);
      expect(existsSync(join(dataFolder, "fascicle.db"))).toBe(true);
      expect(made.app.paths["userData"]).toBe(realpathSync(join(dataFolder, "cache", "electron")));
      made.window().close();
      await exited(made);
    }
    expect(statSync(join(dataFolder, "cache", "electron")).mode & 0o777).toBe(process.platform === "win32" ? 0o666 : 0o700);
  });

  test.each([["--data"], ["--data="], ["--data", "--no-sandbox"]])("that is missing behind %s is said", async (...args) => {
    const made = await launch(args);
    expect(made.dialog.errors).toEqual(["Fascicle could not start: --data needs a folder: --data DIR."]);
    expect(made.app.exitCode).toBe(1);
  });

  test("that is a file is said, in words", async () => {
    writeFileSync(dataFolder, "");
    const made = await launch();
    expect(await exited(made)).toBe(1);
    expect(made.dialog.errors[0]).toMatch(/^Fascicle could not start: The data folder .*my data cannot be used\./);
  });

  test("has one program at a time, whatever the folder is called; another folder has its own", async () => {
    mkdirSync(join(dataFolder, "cache", "electron"), { recursive: true });
    const held = realpathSync(join(dataFolder, "cache", "electron"));
    symlinkSync(dataFolder, join(folder, "another name"));
    const second = await launch(["--data", join(folder, "another name")], ({ app }) => app.lockedElsewhere.add(held));
    expect(second.app.exitCode).toBe(0);
    expect(second.window()).toBeUndefined();
    const other = await opened(["--data", join(folder, "other data")], ({ app }) => app.lockedElsewhere.add(held));
    const { restore, focus } = other.window();
    other.app.emit("second-instance");
    expect([restore.mock.calls.length, focus.mock.calls.length]).toEqual([1, 1]);
    other.window().close();
    await exited(other);
  });
});

describe("the scheme", () => {
  test("is answered for our own host and our own page only", async () => {
    const made = await opened();
    expect((await made.ask("fascicle://app/")).status).toBe(200);
    expect((await made.ask("fascicle://app/api/reader.signedIn", { headers: { origin: "fascicle://app" } })).status).toBe(200);
    for (const address of ["fascicle://evil/", "fascicle://app.evil/api/reader.signedIn", "fascicle://app:1/"]) {
      expect((await made.ask(address)).status).toBe(403);
    }
    for (const origin of ["fascicle://evil", "https://evil.example", "file://"]) {
      expect((await made.ask("fascicle://app/api/reader.signedIn", { headers: { origin } })).status).toBe(403);
    }
    made.window().close();
    await exited(made);
  });

  test("requests end with their page: another page, an ended process, a closed window; not with a download", async () => {
    const { pageSignals } = await import("../../../../src-main/hosts/electron/pageSignals.ts");
    const { answerScheme } = await import("../../../../src-main/hosts/electron/answerScheme.ts");
    const window = new (standIns().electron.BrowserWindow)({});
    const contents = window.webContents;
    const signal = pageSignals(contents as unknown as Parameters<typeof pageSignals>[0]);
    const seen: AbortSignal[] = [];
    const answer = answerScheme(async (request) => {
      seen.push(request.signal);
      return new Response();
    }, signal);
    const askOnce = async () => {
      await answer(new Request("fascicle://app/volumes/1/voxels"));
      return seen.at(-1)!;
    };

    const first = await askOnce();
    contents.emit("did-start-navigation", { isMainFrame: true, isSameDocument: false });
    const second = await askOnce();
    expect([first.aborted, second.aborted]).toEqual([false, false]);
    contents.navigate("fascicle://app/");
    expect([first.aborted, second.aborted]).toEqual([true, true]);
    const third = await askOnce();
    contents.emit("did-start-navigation", { isMainFrame: false, isSameDocument: false });
    contents.emit("did-start-navigation", { isMainFrame: true, isSameDocument: true });
    expect(third.aborted).toBe(false);
    contents.forcefullyCrashRenderer();
    expect(third.aborted).toBe(true);
    const fourth = await askOnce();
    expect(fourth.aborted).toBe(false);
    window.destroy();
    expect(fourth.aborted).toBe(true);
  });

  test("a body is passed on as it streams", async () => {
    const { answerScheme } = await import("../../../../src-main/hosts/electron/answerScheme.ts");
    const taken: number[] = [];
    const answer = answerScheme(
      async (request) => {
        for await (const part of request.body!) taken.push(part.length);
        return new Response();
      },
      () => new AbortController().signal,
    );
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        if (sent > 3) controller.close();
        else controller.enqueue(new Uint8Array(sent));
      },
    });
    await answer(new Request("fascicle://app/uploads/1/file?path=a", { method: "PUT", body, duplex: "half" }));
    expect(taken).toEqual([1, 2, 3]);
  });
});

describe("processes that end or hang", () => {
  test.each([
    ["oom", /ran out of memory/],
    ["crashed", /ended unexpectedly \(crashed\)/],
    ["killed", /ended unexpectedly/],
  ])("the window's, by %s, is said and opened again", async (reason, words) => {
    const made = await opened();
    const { webContents } = made.window();
    webContents.emit("render-process-gone", {}, { reason, exitCode: 1 });
    expect(made.questions[0]!.options.message).toMatch(words);
    expect(made.questions[0]!.options.detail).toMatch(/^Everything that was said to be saved is on the disk/);
    made.questions[0]!.answer("Open again");
    await vi.waitFor(() => expect(webContents.loads).toBe(2), { timeout: 15_000 });
    webContents.emit("render-process-gone", {}, { reason: "clean-exit", exitCode: 0 });
    expect(made.questions).toHaveLength(1);
    webContents.emit("render-process-gone", {}, { reason, exitCode: 1 });
    made.questions[1]!.answer("Quit");
    expect(await exited(made)).toBe(0);
  });

  test("a window that hangs is waited for, or opened again; it answering takes the question away", async () => {
    const made = await opened();
    const window = made.window();
    window.emit("unresponsive");
    expect(made.questions[0]!.options.buttons).toEqual(["Open again", "Wait"]);
    window.emit("responsive");
    expect(made.questions[0]!.options.signal!.aborted).toBe(true);
    await vi.waitFor(() => {
      window.emit("unresponsive");
      if (made.questions.length < 2) throw new Error("not asked again");
    });
    made.questions[1]!.answer("Open again");
    await vi.waitFor(() => expect(window.webContents.loads).toBe(2), { timeout: 15_000 });
    expect(window.webContents.crashed).toHaveBeenCalledOnce();
    // Its end was our own doing: nothing more is asked.
    expect(made.questions).toHaveLength(2);
    window.close();
    await exited(made);
  });

  test("a window that hangs while it is closed can be closed all the same", async () => {
    const made = await opened();
    const window = made.window();
    window.webContents.page.unsaved = true;
    window.close();
    window.emit("unresponsive");
    made.questions[0]!.answer("Close all the same");
    expect(await exited(made)).toBe(0);
  });

  test("the graphics process is said, and the window opened again when all is saved; other processes are not the reader's matter", async () => {
    const made = await opened();
    const { webContents } = made.window();
    made.app.emit("child-process-gone", {}, { type: "Utility", reason: "crashed", name: "Fascicle inference" });
    made.app.emit("child-process-gone", {}, { type: "GPU", reason: "clean-exit" });
    expect(made.questions).toHaveLength(0);
    webContents.page.unsaved = true;
    made.app.emit("child-process-gone", {}, { type: "GPU", reason: "crashed" });
    made.questions[0]!.answer("Open again");
    await Promise.resolve();
    expect(webContents.loads).toBe(1);
    webContents.page.unsaved = false;
    await vi.waitFor(() => expect(webContents.loads).toBe(2), { timeout: 15_000 });
    made.window().close();
    await exited(made);
  });
});

test("the Edit menu gives text fields their keys, on every system", async () => {
  const made = await opened();
  const edit = made.menu.template.find(({ label }) => label === "Edit")!;
  expect(edit.submenu!.map(({ role }) => role).filter(Boolean)).toEqual(["undo", "redo", "cut", "copy", "paste", "selectAll"]);
  made.window().close();
  await exited(made);
});

test("the page is confined: no permission, no other address, no window, no webview", async () => {
  const made = await opened();
  const { webContents, options } = made.window();
  expect(options["webPreferences"]).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false });
  const granted = vi.fn<(granted: boolean) => void>();
  made.guards.permission!(null, "media", granted);
  expect(granted).toHaveBeenCalledWith(false);
  expect(made.guards.check!()).toBe(false);
  const answer = (url: string) => {
    let cancelled: boolean | undefined;
    made.guards.request!({ url }, ({ cancel }) => {
      cancelled = cancel;
    });
    return cancelled;
  };
  expect([
    answer("fascicle://app/assets/a.js"),
    answer("https://evil.example/"),
    answer("file:///etc/passwd"),
    answer("fascicle://evil/"),
  ]).toEqual([false, true, true, true]);
  expect(webContents.windowOpen!({ url: "fascicle://app/" })).toEqual({ action: "deny" });
  for (const name of ["will-navigate", "will-redirect", "will-frame-navigate"]) {
    const prevented = (url: string) => {
      const event = { url, preventDefault: vi.fn<() => void>() };
      webContents.emit(name, event);
      return event.preventDefault.mock.calls.length === 1;
    };
    expect([name, prevented("https://evil.example/"), prevented("data:text/html,x"), prevented("fascicle://app/")]).toEqual([
      name,
      true,
      true,
      false,
    ]);
  }
  const attach = { preventDefault: vi.fn<() => void>() };
  webContents.emit("will-attach-webview", attach);
  expect(attach.preventDefault).toHaveBeenCalledOnce();
  made.window().close();
  await exited(made);
});
