import type { App } from "../../../app/createApp.ts";
import type { Progress } from "../progressBar.ts";

/** Options of the verb that actions take. */
export interface ActionOptions {
  readonly name?: string | undefined;
  readonly template?: string | undefined;
  readonly copy?: string | undefined;
  readonly reason?: string | undefined;
  readonly meaning?: string | undefined;
  readonly mask?: string | undefined;
  readonly head?: string | undefined;
  readonly pass?: string | undefined;
  readonly key?: string | undefined;
  readonly coordinators?: boolean | undefined;
  readonly "dry-run"?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly out?: string | undefined;
}

export interface ActionRequest {
  readonly services: App["services"];
  /** Who does it: asked for where it is needed. */
  readonly by: () => Promise<Parameters<App["services"]["projects"]["status"]>[0]>;
  /** The passphrase that was given to sign in; empty where none was. */
  readonly passphrase: () => string;
  readonly args: readonly string[];
  readonly options: ActionOptions;
  /** How far work is that takes time. */
  readonly onProgress: (progress: Progress) => void;
}

/** What an action answers: as text, and as JSON; `isFailed` where the answer is that something is wrong. */
export interface ActionAnswer {
  readonly text: string;
  readonly json: unknown;
  readonly isFailed?: boolean;
}

/** One action of the verb "project". */
export interface Action {
  /** Positional arguments, those in brackets may be left out. */
  readonly args: readonly string[];
  readonly options?: readonly (keyof ActionOptions)[];
  /** Wrong use in words; undefined where it is right. */
  readonly refuse?: (args: readonly string[], options: ActionOptions) => string | undefined;
  readonly run: (request: ActionRequest) => Promise<ActionAnswer>;
}

/** The answer of an action that says only that it was done. */
export const done = (text: string, json: unknown = {}): ActionAnswer => ({ text: `${text}\n`, json });
