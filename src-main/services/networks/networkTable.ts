import { installedNetworkSchema, type InstalledNetwork, type NetworkCheck } from "#shared/api/network.ts";
import type { Store, Write } from "../store/index.ts";

interface NetworkRow {
  id: string;
  bundle: string;
  bundle_hash: string;
  installed_at: string;
  last_check: string;
}

/** The table of installed networks. */
export function createNetworkTable({ database }: Pick<Store, "database">) {
  const read = (row: NetworkRow): InstalledNetwork =>
    installedNetworkSchema.parse({
      id: row.id,
      bundle: JSON.parse(row.bundle),
      bundleHash: row.bundle_hash,
      installedAt: row.installed_at,
      check: JSON.parse(row.last_check),
    });
  const found = (row: NetworkRow | undefined) => row && read(row);
  return {
    insert: ({ database: open }: Write, { id, bundle, bundleHash, installedAt, check }: InstalledNetwork) =>
      void open
        .prepare("INSERT INTO network (id, name, version, bundle, bundle_hash, installed_at, last_check) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(id, bundle.name, bundle.version, JSON.stringify(bundle), bundleHash, installedAt, JSON.stringify(check)),
    setCheck: ({ database: open }: Write, id: string, check: NetworkCheck) =>
      void open.prepare("UPDATE network SET last_check = ? WHERE id = ?").run(JSON.stringify(check), id),
    find: (id: string) => found(database.prepare<[string], NetworkRow>("SELECT * FROM network WHERE id = ?").get(id)),
    hasHash: (bundleHash: string): boolean => database.prepare("SELECT 1 FROM network WHERE bundle_hash = ?").get(bundleHash) !== undefined,
    findVersion: (name: string, version: string) =>
      found(database.prepare<[string, string], NetworkRow>("SELECT * FROM network WHERE name = ? AND version = ?").get(name, version)),
    list: (): InstalledNetwork[] =>
      database.prepare<[], NetworkRow>("SELECT * FROM network ORDER BY name, installed_at DESC").all().map(read),
    remove: ({ database: open }: Write, id: string) => void open.prepare("DELETE FROM network WHERE id = ?").run(id),
  };
}
export type NetworkTable = ReturnType<typeof createNetworkTable>;
