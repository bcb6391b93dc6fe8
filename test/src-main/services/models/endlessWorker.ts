/** A worker that takes every request and never answers. */
process.on("message", () => undefined);
process.on("disconnect", () => process.exit());
