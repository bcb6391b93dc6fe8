import { rmSync } from "node:fs";
import { userInfo } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { initialsOf, type Reader } from "#shared/domain/reader.ts";
import { createReaders, type Readers } from "../../../../src-main/services/readers/index.ts";
import { openStore, type Author, type Store } from "../../../../src-main/services/store/index.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
let readers: Readers;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  readers = createReaders(store);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const details = (name: string) => ({ name, initials: initialsOf(name), specialty: "", years: null });
const authorOf = ({ id, name }: Reader): Author => ({ readerId: id, name });
const again = () => createReaders(store);

test("a new data folder has one reader, the user who is logged in, who is signed in by himself", () => {
  expect(readers.list()).toMatchObject([{ name: userInfo().username, hasPassphrase: false, retiredAt: null }]);
  expect(readers.atStart()).toEqual(readers.list()[0]);
  expect(again().list()).toHaveLength(1);
});

test("readers have names that tell them apart, initials, a specialty and years", () => {
  const anna = readers.add(by, { name: " Anna Berg ", initials: "AB", specialty: "Musculoskeletal radiology", years: 12 });
  expect(anna).toMatchObject({ name: "Anna Berg", initials: "AB", specialty: "Musculoskeletal radiology", years: 12 });
  expect(() => readers.add(by, details("anna BERG"))).toThrow("already");
  expect(() => readers.add(by, details(" "))).toThrow("name");
  expect(readers.edit(by, anna.id, { ...details("Anna Berg"), years: 13 }).years).toBe(13);
  expect(() => readers.edit(by, 0, details("Fascicle"))).toThrow("no such reader");
});

test("are named by name, initials or number on a command line; two of the same initials are not guessed at", () => {
  const anna = readers.add(by, details("Anna Berg"));
  expect([readers.named("anna berg"), readers.named("ab"), readers.named(String(anna.id))].map(({ id }) => id)).toEqual([
    anna.id,
    anna.id,
    anna.id,
  ]);
  readers.add(by, details("Alma Busch"));
  expect(() => readers.named("AB")).toThrow(/Several readers/);
  expect(() => readers.named("Fascicle (the program)")).toThrow("No reader");
  expect(() => readers.named("0")).toThrow("No reader");
});

test("who signed in last is signed in at the next start, unless a passphrase is asked for", async () => {
  const anna = readers.add(by, details("Anna Berg"));
  await readers.enter(anna.id);
  expect(again().atStart()?.id).toBe(anna.id);
  await readers.setPassphrase(authorOf(anna), { next: "correct horse" });
  expect([again().atStart(), again().last()?.id]).toEqual([undefined, anna.id]);
  await expect(readers.enter(anna.id)).rejects.toThrow("has a passphrase");
  await expect(readers.enter(anna.id, "")).rejects.toThrow("has a passphrase");
  await expect(readers.enter(anna.id, "correct Horse")).rejects.toThrow("not the right one");
  expect((await readers.enter(anna.id, "correct horse")).id).toBe(anna.id);
  expect(JSON.stringify(readers.list())).not.toContain("scrypt");
});

test("a passphrase is changed and taken away by whoever knows the one before", async () => {
  const anna = authorOf(readers.add(by, details("Anna Berg")));
  await readers.setPassphrase(anna, { next: "correct horse" });
  await expect(readers.setPassphrase(anna, { next: "battery staple" })).rejects.toThrow("not the one you gave");
  await readers.setPassphrase(anna, { current: "correct horse", next: "battery staple" });
  await expect(readers.enter(anna.readerId, "correct horse")).rejects.toThrow("not the right one");
  await readers.setPassphrase(anna, { current: "battery staple", next: null });
  expect((await readers.enter(anna.readerId)).hasPassphrase).toBe(false);
});

test("nobody but the reader changes the row of one who has a passphrase", async () => {
  const [anna, bela] = [readers.add(by, details("Anna Berg")), readers.add(by, details("Béla Nagy"))].map(authorOf) as [Author, Author];
  expect(readers.edit(bela, anna.readerId, { ...details("Anna Berg"), years: 3 }).years).toBe(3);
  await readers.setPassphrase(anna, { next: "correct horse" });
  expect(() => readers.edit(bela, anna.readerId, details("Béla's"))).toThrow("only Anna Berg");
  expect(() => readers.setRetired(bela, anna.readerId, true)).toThrow("only Anna Berg");
  expect(readers.setRetired(anna, anna.readerId, true).retiredAt).not.toBeNull();
});

test("a retired reader does not sign in, is not signed in at the start, and can be brought back; the last one stays", async () => {
  const [first] = readers.list() as [Reader];
  expect(() => readers.setRetired(by, first.id, true)).toThrow("only reader");
  const anna = readers.add(by, details("Anna Berg"));
  await readers.enter(anna.id);
  readers.setRetired(by, anna.id, true);
  await expect(readers.enter(anna.id)).rejects.toThrow("retired");
  expect([readers.active(anna.id), again().atStart()]).toEqual([undefined, undefined]);
  expect(() => readers.named("Anna Berg")).toThrow("No reader");
  readers.setRetired(by, anna.id, false);
  expect(readers.active(anna.id)?.name).toBe("Anna Berg");
});

test("initials of names and codes", () => {
  expect(["Anna Berg", "R1", "Reader 12", "jdoe", "María-José Carreño Quiñones", "山田 太郎"].map(initialsOf)).toEqual([
    "AB",
    "R1",
    "R12",
    "JD",
    "MJC",
    "山太",
  ]);
});
