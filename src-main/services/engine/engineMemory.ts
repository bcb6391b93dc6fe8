import { totalmem } from "node:os";

/** What every process of the engine may take at least: PyRadiomics' whole example of a brain takes less than a third of it. */
const least = 2 * 2 ** 30;

/**
 * How much memory one of `processes` processes may take, bytes: together four fifths of what the machine has (or what it gives this program, in a
 * container), and 2 GiB each at the least. One that takes more is ended, and its extraction fails in words.
 */
export function memoryOfEach(processes: number): number {
  const constrained = process.constrainedMemory();
  const machine = totalmem();
  const available = constrained > 0 && constrained < machine ? constrained : machine;
  return Math.max(least, Math.floor((0.8 * available) / processes));
}
