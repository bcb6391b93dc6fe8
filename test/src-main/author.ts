import { createSignIns } from "../../src-main/app/createSignIns.ts";
import type { Services } from "../../src-main/app/services.ts";
import type { Context } from "../../src-main/app/trpc.ts";
import { systemAuthor, type Author, type Store } from "../../src-main/services/store/index.ts";

/** Who writes where it does not matter who: the program itself, which has its row in every data folder. */
export const by: Author = systemAuthor;

/** A reader with a row of his own. */
export function addReader(store: Pick<Store, "write">, name: string): Author {
  return store.write(systemAuthor, ({ database, at }) => {
    const readerId = database
      .prepare<[string, string, string], number>(
        "INSERT INTO reader (name, initials, specialty, created_at) VALUES (?, ?, '', ?) RETURNING id",
      )
      .pluck()
      .get(name, name.slice(0, 2), at)!;
    return { readerId, name };
  });
}

/** What the door gives its procedures where a host has one window. */
export function callerContext(services: Services): Context {
  // Most tests make a few services only.
  const open = { isOn: () => false, isBlinded: () => false };
  return {
    services: Object.assign({ volumes: {}, segmentations: {}, readings: { isShown: () => false }, blinding: open }, services),
    host: { name: "cli" },
    signIns: createSignIns(services.readers),
    session: "",
    headers: new Headers(),
  };
}

/** Runs SQL as a test wants it, also what no code of the program would. */
export function change<Result>(
  store: Pick<Store, "write">,
  work: (database: Parameters<Parameters<Store["write"]>[1]>[0]["database"]) => Result,
): Result {
  return store.write(systemAuthor, ({ database }) => work(database));
}
