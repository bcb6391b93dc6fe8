/** Files by the names of a bundle's images, of --role NAME=FILE; a sentence where one is not of that form, or a name is given twice. */
export function readRoles(given: readonly string[]): Map<string, string> | string {
  const roles = new Map<string, string>();
  for (const text of given) {
    const equals = text.indexOf("=");
    const name = text.slice(0, equals);
    const path = text.slice(equals + 1);
    if (equals < 1 || path === "") return `--role is NAME=FILE, not "${text}".`;
    if (roles.has(name)) return `--role gives ${name} twice.`;
    roles.set(name, path);
  }
  return roles;
}
