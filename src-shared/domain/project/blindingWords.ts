import type { Protocol } from "./protocolShape.ts";

type Blinding = Pick<Protocol["blinding"], "shown" | "showsModelResults">;

/** What a protocol shows in readings beside images and the names of roles, in words; empty where it shows nothing else. */
export function shownInWords({ shown, showsModelResults }: Blinding): string[] {
  return [...shown, ...(showsModelResults ? ["results of models"] : [])];
}

/** What the desk of a reading leaves out under a protocol, in words. */
export function hiddenInWords({ shown, showsModelResults }: Blinding): string[] {
  return [
    "name",
    "ID",
    "dates",
    ...(["age", "sex"] as const).filter((fact) => !shown.includes(fact)),
    shown.includes("series descriptions") ? "descriptions of studies" : "descriptions",
    "groups",
    ...(showsModelResults ? [] : ["results of models"]),
    "the other readers' work",
    "the own earlier pass",
  ];
}
