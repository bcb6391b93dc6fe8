import { spawnSync } from "node:child_process";

/** A Python that has a module (Debian's own first, for its packages), undefined where none has. */
export function pythonWith(module: string): string | undefined {
  return ["/usr/bin/python3", "python3"].find((python) => spawnSync(python, ["-c", `import ${module}`]).status === 0);
}
