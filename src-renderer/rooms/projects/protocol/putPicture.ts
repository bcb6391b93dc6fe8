import { addresses } from "../../../client/addresses.ts";
import { fetchDoor } from "../../../client/fetchBytes.ts";

/** Hands a picture over, to be kept under a name with the ending of its kind; answers that. Rejects where the program refuses it. */
export async function putPicture(projectId: string, base: string, file: File): Promise<string> {
  const name = `${base}.${file.type === "image/jpeg" ? "jpg" : "png"}`;
  await fetchDoor(addresses.projectPicture(projectId, name), { method: "POST", body: file });
  return name;
}
