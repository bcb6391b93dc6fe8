/** Runs work, at most `most` pieces of it at once; the others wait in the order in which they came. */
export function atMost(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: Array<() => void> = [];
  let working = 0;
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  };
  return async (work) => {
    if (working < most) working += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
