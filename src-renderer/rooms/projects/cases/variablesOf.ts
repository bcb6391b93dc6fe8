/** Variables as they are typed, by name. Throws an Error in words where two have one name: only one of them could be kept. */
export function variablesOf(typed: readonly { readonly name: string; readonly value: string }[]): Record<string, string> {
  const given = typed.map(({ name, value }) => [name.trim(), value.trim()] as const).filter(([name, value]) => name !== "" || value !== "");
  const twice = given.find(([name], at) => name !== "" && given.findIndex(([other]) => other === name) < at);
  if (twice)
    throw new Error(`The variable “${twice[0]}” is there twice. Give one of the two another name, or take it away. Nothing was changed.`);
  return Object.fromEntries(given);
}
