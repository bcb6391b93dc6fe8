import type { Migration } from "./migration.ts";

/** Holds the number 24 of a migration that is made elsewhere, which takes its place. */
export const migration0024Placeholder: Migration = { number: 24, name: "placeholder", up: () => undefined };
