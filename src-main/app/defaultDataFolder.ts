import { homedir } from "node:os";
import { join } from "node:path";

/** Where a user's data lies unless told otherwise: the system's folder for a program's own data. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  switch (platform) {
    case "darwin":
      return join(home, "Library", "Application Support", "Fascicle");
    case "win32":
      return join(environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "Fascicle");
    default:
      return join(environment["XDG_DATA_HOME"] || join(home, ".local", "share"), "fascicle");
  }
}
