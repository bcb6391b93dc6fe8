import { hash } from "node:crypto";

/** As the services give it to the domain. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");
