import type { Effect } from "./effect.ts";

const files = import.meta.glob<Readonly<Record<string, Effect>>>("./effects/*.ts", { eager: true });

/** Every effect there is, in order. The panel and the help are made of it. */
export const effects: readonly Effect[] = Object.values(files)
  .flatMap((exported) => Object.values(exported))
  .toSorted((a, b) => a.order - b.order);

/** Throws a RangeError where there is no such effect. */
export function effectById(id: string): Effect {
  const effect = effects.find((each) => each.id === id);
  if (!effect) throw new RangeError(`There is no effect “${id}”.`);
  return effect;
}
