import { userInfo } from "node:os";

/** The name under which the reader is logged in to the machine. */
export function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry, as in some containers.
    return "unknown";
  }
}
