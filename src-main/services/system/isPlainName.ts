/** True where a part of a path is a plain name: no way up, no root, no drive, nothing empty. */
export function isPlainName(part: string): boolean {
  // A NUL would end the name for the operating system.
  return part !== "" && part !== "." && part !== ".." && !/[/\\:\0]/.test(part);
}
