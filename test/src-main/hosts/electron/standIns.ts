import { EventEmitter } from "node:events";
import { vi } from "vitest";

/** An event that can be prevented, as Electron's are. */
class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Tells listeners with an event first; answers whether one prevented it. */
function emit(emitter: EventEmitter, name: string, ...values: unknown[]): boolean {
  const event = new PreventableEvent();
  emitter.emit(name, event, ...values);
  return event.defaultPrevented;
}

/** What was put on the session. */
interface Guards {
  permission?: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | undefined;
  check?: (() => boolean) | undefined;
  request?: ((details: { url: string }, answer: (answer: { cancel: boolean }) => void) => void) | undefined;
}

/** A page: whether it still has something to save. */
interface Page {
  unsaved: boolean;
}

class StandInContents extends EventEmitter {
  readonly page: Page = { unsaved: false };
  loads = 0;
  windowOpen: ((details: { url: string }) => unknown) | undefined;
  readonly crashed = vi.fn<() => void>();

  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.windowOpen = handler;
  }

  /** `beforeunload` in the page, and what Electron makes of it (RunBeforeUnloadDialog): true where the page may go. */
  mayUnload(): boolean {
    return !this.page.unsaved || emit(this, "will-prevent-unload");
  }

  navigate(url: string): void {
    this.emit("did-start-navigation", { url, isMainFrame: true, isSameDocument: false });
    this.loads += 1;
    this.page.unsaved = false;
    emit(this, "did-navigate", url);
  }

  reload(): void {
    if (this.mayUnload()) this.navigate("fascicle://app/");
  }

  forcefullyCrashRenderer(): void {
    this.crashed();
    this.page.unsaved = false;
    emit(this, "render-process-gone", { reason: "crashed", exitCode: 1 });
  }
}

/**
 * Stand-ins for Electron's modules, which do what its documentation and its sources (shell/browser/browser.cc,
 * api/electron_api_browser_window.cc) say of the order
 * of events: quit -> before-quit -> every window's close -> beforeunload -> will-prevent-unload, which ends the quit; closed -> will-quit, or window-all-closed
 * where no quit was under way -> quit.
 */
export function standIns(isPackaged = true) {
  const windows = new Set<StandInWindow>();
  let isQuitting = false;
  let ready: () => void = () => undefined;
  const whenReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const log: string[] = [];

  class StandInApp extends EventEmitter {
    readonly isPackaged = isPackaged;
    readonly paths: Record<string, string> = {};
    readonly switches: string[] = [];
    /** Folders that another program holds the lock of. */
    readonly lockedElsewhere = new Set<string>();
    exitCode: number | undefined;
    readonly commandLine = { appendSwitch: (name: string) => void this.switches.push(name), getSwitchValue: () => "" };
    readonly enableSandbox = vi.fn<() => void>();
    whenReady = () => whenReady;
    setPath = (name: string, path: string) => {
      this.paths[name] = path;
    };
    requestSingleInstanceLock = () => !this.lockedElsewhere.has(this.paths["userData"] ?? "the user's own");

    quit = () => {
      if (isQuitting || this.exitCode !== undefined) return;
      isQuitting = !emit(this, "before-quit");
      if (!isQuitting) return;
      if (windows.size === 0) this.#notifyAndShutDown();
      else for (const window of windows) window.close();
    };

    exit = (code = 0) => {
      this.exitCode ??= code;
    };

    allClosed(): void {
      if (isQuitting) this.#notifyAndShutDown();
      else this.emit("window-all-closed");
    }

    #notifyAndShutDown(): void {
      log.push("will-quit");
      if (emit(this, "will-quit")) isQuitting = false;
      else this.exit(0);
    }
  }

  class StandInWindow extends EventEmitter {
    readonly webContents = new StandInContents();
    readonly options: Record<string, unknown>;
    #isDestroyed = false;
    readonly focus = vi.fn<() => void>();
    readonly restore = vi.fn<() => void>();
    isMinimized = () => true;
    isDestroyed = () => this.#isDestroyed;
    show = () => undefined;

    constructor(options: Record<string, unknown>) {
      super();
      this.options = options;
      windows.add(this);
      emit(app, "web-contents-created", this.webContents);
    }

    async loadURL(url: string): Promise<void> {
      this.webContents.navigate(url);
      this.emit("ready-to-show");
    }

    close = () => {
      if (this.#isDestroyed) return;
      log.push("close");
      if (emit(this, "close")) return;
      if (this.webContents.mayUnload()) this.destroy();
      // Browser::OnWindowCloseCancelled
      else isQuitting = false;
    };

    destroy = () => {
      this.#isDestroyed = true;
      windows.delete(this);
      log.push("closed");
      this.webContents.emit("destroyed");
      this.emit("closed");
      if (windows.size === 0) app.allClosed();
    };
  }

  const questions: Array<{
    options: { message: string; detail?: string; buttons: string[]; signal?: AbortSignal; cancelId?: number };
    answer: (button: string) => void;
  }> = [];
  const dialog = {
    errors: [] as string[],
    showErrorBox: (title: string, content: string) => void dialog.errors.push(`${title}: ${content}`),
    showOpenDialog: async () => ({ filePaths: ["/chosen"] }),
    showMessageBox: (_window: unknown, options: (typeof questions)[number]["options"]) =>
      new Promise<{ response: number }>((resolve) => {
        options.signal?.addEventListener("abort", () => resolve({ response: options.cancelId ?? 0 }));
        questions.push({ options, answer: (button) => resolve({ response: options.buttons.indexOf(button) }) });
      }),
  };
  const menu = { template: [] as Array<{ label?: string; role?: string; submenu?: Array<{ role?: string; label?: string }> }> };
  const schemes = new Map<string, (request: Request) => Promise<Response>>();
  const powerMonitor = new EventEmitter();
  const guards: Guards = {};
  const defaultSession = {
    setPermissionRequestHandler: (handler: Guards["permission"]) => {
      guards.permission = handler;
    },
    setPermissionCheckHandler: (handler: Guards["check"]) => {
      guards.check = handler;
    },
    setDevicePermissionHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    webRequest: {
      onBeforeRequest: (listener: Guards["request"]) => {
        guards.request = listener;
      },
    },
  };
  const app = new StandInApp();
  const electron = {
    app,
    BrowserWindow: StandInWindow,
    dialog,
    powerMonitor,
    Menu: {
      buildFromTemplate: (template: typeof menu.template) => template,
      setApplicationMenu: (template: typeof menu.template) => {
        menu.template = template;
      },
    },
    protocol: {
      registerSchemesAsPrivileged: vi.fn<() => void>(),
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => void schemes.set(scheme, handler),
    },
    session: { defaultSession },
    utilityProcess: { fork: vi.fn<() => void>() },
  };
  return {
    electron,
    app,
    dialog,
    questions,
    menu,
    guards,
    powerMonitor,
    log,
    ready: () => ready(),
    window: () => [...windows][0]!,
    ask: (address: string, init?: RequestInit) => schemes.get("fascicle")!(new Request(address, init)),
  };
}
