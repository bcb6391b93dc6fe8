import { hash } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { initialsOf, readerDetailsSchema, systemReaderId, type Reader, type ReaderDetails } from "#shared/domain/reader.ts";
import { readSetting, systemAuthor, writeSetting, type Author, type Store } from "../store/index.ts";
import { loginName } from "../system/index.ts";
import { createGuard, type Guard } from "./createGuard.ts";
import { createSigningKeys, type SigningKeys } from "./createSigningKeys.ts";
import { entersByClick, refuseWithout } from "./entryRule.ts";
import { hashPassphrase, isPassphrase } from "./passphrase.ts";

interface Row extends ReaderDetails {
  readonly id: number;
  readonly passphrase: string | null;
  readonly createdAt: string;
  readonly retiredAt: string | null;
}

/** The readers of the data folder. Methods throw PlainError where there is no such reader. */
export interface Readers {
  /** With what readers sign. */
  readonly keys: SigningKeys;
  /** Also the retired ones, by name. */
  list(): Reader[];
  /** One who may sign in; undefined where there is none of this number, or he or she is retired. */
  active(readerId: number): Reader | undefined;
  /** The reader of a number, a name or initials, whatever their case. Throws PlainError where none or several fit. */
  named(words: string): Reader;
  /** Changes with every change of a reader's passphrase, and says nothing of it. */
  stampOf(readerId: number): string;
  /** Who signed in last, where he or she may still; undefined otherwise. */
  last(): Reader | undefined;
  /** Who signs in by himself at a start: the last reader, where no passphrase is asked for. */
  atStart(): Reader | undefined;
  /** Answers the reader where the passphrase is right, for one command. Throws PlainError as `enter`. */
  identify(readerId: number, passphrase?: string): Promise<Reader>;
  /**
   * Signs in: the last reader from now on; who has a passphrase has a signing key from now on. Throws PlainError where the passphrase is wrong or missing,
   * was guessed too often, or the reader is retired.
   */
  enter(readerId: number, passphrase?: string): Promise<Reader>;
  /** Throws PlainError where the name is another reader's. */
  add(by: Author, details: ReaderDetails): Reader;
  /** One's own row, or one of a reader without a passphrase. */
  edit(by: Author, readerId: number, details: ReaderDetails): Reader;
  /**
   * Sets, changes or (null) takes away one's own passphrase; asks for the one before. In the same write the signing key is sealed under the next one, with its
   * number; without a passphrase nothing can seal it: its private half is gone, what it signed stays verifiable, and the next passphrase makes a new
   * key, marked "passphrase was set anew". Throws PlainError where the passphrase before is wrong, or the key cannot be opened.
   */
  setPassphrase(by: Author, change: { current?: string | undefined; next: string | null }): Promise<Reader>;
  /**
   * Sets the passphrase of another reader anew, who lost it. The key under the lost one signs no more; the new one is marked "passphrase was set anew", for
   * good: whoever set the passphrase knew it. Whoever calls this signs the reader out everywhere. Throws PlainError where `mayReset` does not let the
   * author, for one's own passphrase (`setPassphrase`), and where the new one is too short or too long.
   */
  resetPassphrase(by: Author, readerId: number, next: string): Promise<Reader>;
  /** Whether `mayReset` lets the author, and it is another reader who may sign in. */
  mayResetPassphrase(by: Author, readerId: number): boolean;
  /** Retires a reader, oneself or one without a passphrase, or takes that back. The last one who may sign in stays. */
  setRetired(by: Author, readerId: number, isRetired: boolean): Reader;
}

const lastKey = "last_reader";

export interface ReadersOptions {
  /** Slows guessing, of signing in and of signing. */
  readonly guard?: Guard;
  /** Whether an author may set the passphrase of a reader anew; nobody may where it is not given. Asked again in the write. */
  readonly mayReset?: (by: Author, readerId: number) => boolean;
  /** Whether everybody needs a passphrase now; nobody does where it is not given. */
  readonly everybodyNeedsPassphrase?: () => boolean;
  /** Whether a running project needs this reader to sign in; it does not where this is not given. */
  readonly isNeeded?: (readerId: number) => boolean;
  /** Whether an author may add, change and retire others now; everybody may where it is not given. */
  readonly mayManage?: (by: Author) => boolean;
}

/** Makes the readers of one store. Where there is none yet, there is one now: named as the user who is logged in to the machine. */
export function createReaders(
  store: Store,
  {
    guard = createGuard(),
    mayReset = () => false,
    everybodyNeedsPassphrase = () => false,
    mayManage = () => true,
    isNeeded = () => false,
  }: ReadersOptions = {},
): Readers {
  const { database } = store;
  const keys = createSigningKeys(store, guard);
  const columns = "id, name, initials, specialty, years, passphrase, created_at AS createdAt, retired_at AS retiredAt";
  const all = database.prepare<[], Row>(`SELECT ${columns} FROM reader WHERE id <> ${systemReaderId} ORDER BY name COLLATE NOCASE, name`);
  const find = database.prepare<[number], Row>(`SELECT ${columns} FROM reader WHERE id = ? AND id <> ${systemReaderId}`);
  const insert = database.prepare<[ReaderDetails & { at: string }], { id: number }>(
    `INSERT INTO reader (name, initials, specialty, years, created_at) VALUES (:name, :initials, :specialty, :years, :at) RETURNING id`,
  );
  const update = database.prepare(
    "UPDATE reader SET name = :name, initials = :initials, specialty = :specialty, years = :years WHERE id = :id",
  );
  const setPassphrase = database.prepare("UPDATE reader SET passphrase = ? WHERE id = ?");
  const retire = database.prepare("UPDATE reader SET retired_at = ? WHERE id = ?");

  const readerOf = ({ passphrase, ...row }: Row): Reader => ({ ...row, hasPassphrase: passphrase !== null });
  const rowOf = (readerId: number): Row => {
    const row = find.get(readerId);
    if (!row) throw new PlainError("There is no such reader.");
    return row;
  };
  const activeRow = (readerId: number): Row | undefined => {
    const row = find.get(readerId);
    return row?.retiredAt === null ? row : undefined;
  };
  const lastRow = () => activeRow(Number(readSetting(store, lastKey) ?? Number.NaN));
  const checked = (details: ReaderDetails, ownId?: number): ReaderDetails => {
    const { success, data, error } = readerDetailsSchema.safeParse(details);
    if (!success) throw new PlainError(error.issues[0]?.message ?? "These details of a reader cannot be kept.");
    const fold = (name: string) => name.normalize("NFC").toLowerCase();
    if (all.all().some(({ id, name }) => id !== ownId && fold(name) === fold(data.name)))
      throw new PlainError(`There is a reader named ${data.name} already. Choose another name: two of one name could not be told apart.`);
    return data;
  };
  const byClick = (row: Row) => entersByClick(row, everybodyNeedsPassphrase());
  const refuseManaging = (by: Author, readerId: number | null) => {
    if (by.readerId !== readerId && !mayManage(by))
      throw new PlainError(
        "A blinded reader study runs in this data folder: until it is closed, only its coordinators add and change readers.",
      );
  };
  /** Whoever signs in as a reader by one click may change that reader's row as well. */
  const refuseOthers = ({ readerId }: Author, row: Row) => {
    if (row.id !== readerId && !byClick(row))
      throw new PlainError(`${row.name} has a passphrase: only ${row.name} can change this, when signed in.`);
  };
  const refuseReset = (by: Author, { id, name }: Row) => {
    if (by.readerId === id)
      throw new PlainError("This is your own passphrase: change it in the menu of your name, with the one that you have now.");
    if (!mayReset(by, id)) throw new PlainError(`You may not set the passphrase of ${name} anew: a coordinator of ${name}'s project can.`);
  };
  const isRight = async (row: Row, passphrase: string): Promise<boolean> => {
    const kept = row.passphrase;
    return kept === null || guard.guess(row.id, () => isPassphrase(passphrase, kept));
  };

  const identify = async (readerId: number, passphrase?: string): Promise<Reader> => {
    const row = rowOf(readerId);
    if (row.retiredAt !== null) throw new PlainError(`${row.name} is retired and cannot sign in.`);
    refuseWithout(row, everybodyNeedsPassphrase());
    if (!byClick(row)) {
      if (passphrase === undefined || passphrase === "") throw new PlainError(`${row.name} has a passphrase. Give it to sign in.`);
      if (!(await isRight(row, passphrase))) throw new PlainError("This passphrase is not the right one.");
    }
    return readerOf(row);
  };

  if (all.all().length === 0) {
    const name = loginName().trim().slice(0, 120) || "Reader";
    store.write(systemAuthor, (write) => {
      // Another program may have made it in the meantime.
      if (all.all().length > 0) return;
      const { id } = insert.get({ name, initials: initialsOf(name), specialty: "", years: null, at: write.at })!;
      writeSetting(write, lastKey, String(id));
    });
  }

  return {
    keys,
    list: () => all.all().map(readerOf),
    active: (readerId) => {
      const row = activeRow(readerId);
      // Who signed in before a blinded study began here is signed in no more.
      return row && !(row.passphrase === null && everybodyNeedsPassphrase()) ? readerOf(row) : undefined;
    },
    named: (words) => {
      const wanted = words.trim().toLowerCase();
      const fits = (tell: (row: Row) => string) => all.all().filter((row) => row.retiredAt === null && tell(row).toLowerCase() === wanted);
      const found =
        [fits(({ name }) => name), fits(({ initials }) => initials), fits(({ id }) => String(id))].find(({ length }) => length > 0) ?? [];
      if (found.length === 1) return readerOf(found[0]!);
      throw new PlainError(
        found.length === 0
          ? `No reader is called ${words.trim()}. Readers here: ${all
              .all()
              .filter(({ retiredAt }) => retiredAt === null)
              .map(({ name }) => name)
              .join(", ")}. Others are added in the window (Add a reader), or with “fascicle reader add NAME”.`
          : `Several readers are called ${words.trim()}. Give the name or the number: ${found.map(({ id, name }) => `${id} ${name}`).join(", ")}.`,
      );
    },
    stampOf: (readerId) => hash("sha256", find.get(readerId)?.passphrase ?? "", "hex"),
    last: () => {
      const row = lastRow();
      return row && readerOf(row);
    },
    atStart: () => {
      const row = lastRow();
      return row && byClick(row) ? readerOf(row) : undefined;
    },
    identify,
    enter: async (readerId, passphrase) => {
      const reader = await identify(readerId, passphrase);
      const { id, name } = reader;
      // Who may only look is remembered nowhere.
      if (store.isReadOnly) return reader;
      const by = { readerId: id, name };
      if (reader.hasPassphrase && !keys.current(id)) await keys.ensure(by, passphrase ?? "");
      store.write(by, (write) => writeSetting(write, lastKey, String(id)));
      return reader;
    },
    add: (by, details) =>
      store.write(by, ({ at }) => {
        refuseManaging(by, null);
        return readerOf(rowOf(insert.get({ ...checked(details), at })!.id));
      }),
    edit: (by, readerId, details) =>
      store.write(by, () => {
        const row = rowOf(readerId);
        refuseManaging(by, readerId);
        refuseOthers(by, row);
        update.run({ ...checked(details, readerId), id: readerId });
        return readerOf(rowOf(readerId));
      }),
    setPassphrase: async (by, { current, next }) => {
      const row = rowOf(by.readerId);
      if (!(await isRight(row, current ?? ""))) throw new PlainError("The passphrase that you have now is not the one you gave.");
      if (next === null && everybodyNeedsPassphrase())
        throw new PlainError("A blinded reader study runs in this data folder: until it is closed, every reader keeps a passphrase.");
      const kept = next === null ? null : await hashPassphrase(next);
      const changeKey = await keys.prepare(row.id, { kind: "own", current: current ?? "", next });
      return store.write(by, (write) => {
        if (rowOf(row.id).passphrase !== row.passphrase)
          throw new PlainError("The passphrase was changed in another window. Nothing was changed here.");
        setPassphrase.run(kept, row.id);
        changeKey(write);
        return readerOf(rowOf(row.id));
      });
    },
    mayResetPassphrase: (by, readerId) => by.readerId !== readerId && activeRow(readerId) !== undefined && mayReset(by, readerId),
    resetPassphrase: async (by, readerId, next) => {
      const row = rowOf(readerId);
      refuseReset(by, row);
      const kept = await hashPassphrase(next);
      const changeKey = await keys.prepare(readerId, { kind: "reset", next });
      return store.write(by, (write) => {
        const now = rowOf(readerId);
        refuseReset(by, now);
        if (now.passphrase !== row.passphrase)
          throw new PlainError("The passphrase was changed in another window. Nothing was changed here.");
        setPassphrase.run(kept, readerId);
        changeKey(write);
        return readerOf(rowOf(readerId));
      });
    },
    setRetired: (by, readerId, isRetired) =>
      store.write(by, ({ at }) => {
        const row = rowOf(readerId);
        refuseManaging(by, readerId);
        refuseOthers(by, row);
        if (isRetired && isNeeded(readerId))
          throw new PlainError(
            `${row.name} is the only coordinator of a running reader study who can sign in. Name another coordinator first.`,
          );
        if (isRetired && !all.all().some(({ id, retiredAt }) => id !== readerId && retiredAt === null))
          throw new PlainError(`${row.name} is the only reader who can sign in. Add another one first.`);
        retire.run(isRetired ? (row.retiredAt ?? at) : null, readerId);
        return readerOf(rowOf(readerId));
      }),
  };
}
