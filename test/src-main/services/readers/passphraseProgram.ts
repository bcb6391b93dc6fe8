/**
 * Run as a program: changes the passphrase of a reader of the data folder it is given, and is killed at the moment it is given: in the write, before it
 * is committed, or right after that.
 */
import { createReaders } from "../../../../src-main/services/readers/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { sealedPassphrase } from "./ed25519Vectors.ts";

const [dataFolder, readerId, next, moment] = process.argv.slice(2) as [string, string, string, "in the write" | "after the write"];
const store = openStore(dataFolder);
const die = () => process.kill(process.pid, "SIGKILL");
const write: Store["write"] = (author, work) => {
  const result = store.write(author, (write) => {
    const done = work(write);
    if (moment === "in the write") die();
    return done;
  });
  die();
  return result;
};
const readers = createReaders({ ...store, write });
await readers.setPassphrase({ readerId: Number(readerId), name: "Anna Berg" }, { current: sealedPassphrase, next });
