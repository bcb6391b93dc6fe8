import { PlainError } from "#shared/domain/plainError.ts";

/** Settings that cannot be used, and the keys that lead to what is wrong: ["imageType", "LoG", "sigma"]. */
export class SettingsError extends PlainError {
  readonly path: readonly string[];

  constructor(message: string, path: readonly string[]) {
    super(message);
    this.path = path;
  }
}
