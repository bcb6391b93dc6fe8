/** What is wrong with the arguments of the command line, as node:util parseArgs found it, in words that name the argument. */
export function argumentWords({ message }: Error): string {
  const ambiguous = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous/.exec(message);
  if (ambiguous) return `${ambiguous[1]} needs a value; one that begins with “-” is written ${ambiguous[1]}=VALUE.`;
  const missing = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument missing/.exec(message);
  if (missing) return `${missing[1]} needs a value.`;
  const needless = /^Option '(?:-\w, )?(--[\w-]+)[^']*' does not take an argument/.exec(message);
  if (needless) return `${needless[1]} takes no value.`;
  const unknown = /^Unknown option '([^']+)'/.exec(message);
  if (unknown) return `there is no option ${unknown[1]}.`;
  return message;
}
