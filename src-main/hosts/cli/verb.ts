/** Where a verb writes: results to stdout, progress and errors to stderr. */
export interface VerbIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** A verb of the command line; answers the exit code: 0 done, 1 failed, 2 wrong use. */
export type Verb = (args: string[], io: VerbIo) => Promise<number>;
