import { relative, sep } from "node:path";
import { checkImport } from "./checkImport.ts";

interface Source {
  readonly type: string;
  readonly value?: unknown;
}
interface Node {
  readonly source: Source | null;
  readonly importKind?: "type" | "value";
  readonly exportKind?: "type" | "value";
}
interface Context {
  readonly filename: string;
  readonly cwd: string;
  report(problem: { node: unknown; message: string }): void;
}

/** The linter's rule "fascicle/boundaries": every import, static, dynamic or by type, follows the table in boundaries.ts. */
const boundariesRule = {
  create(context: Context) {
    const file = relative(context.cwd, context.filename).split(sep).join("/");
    const check = (node: Node) => {
      if (typeof node.source?.value !== "string") return;
      const message = checkImport({ file, specifier: node.source.value, isType: node.importKind === "type" || node.exportKind === "type" });
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

// oxlint takes a plugin as the default export of its module.
export default { meta: { name: "fascicle" }, rules: { boundaries: boundariesRule } };
