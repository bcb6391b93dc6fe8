/** An inference process that a bad model takes down: it aborts on the first message. */
process.on("message", () => process.abort());
