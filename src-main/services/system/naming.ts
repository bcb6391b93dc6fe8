import { PlainError } from "#shared/domain/plainError.ts";

/** Puts a name before the words of a PlainError. */
export async function naming<Result>(name: string, run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PlainError) throw new PlainError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}
