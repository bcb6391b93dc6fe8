export { checkOriginals } from "./checkOriginals.ts";
export { createOriginals } from "./createOriginals.ts";
export { findInstanceFile } from "./findInstanceFile.ts";
export { instancePath, type OriginalEnding } from "./instancePath.ts";
export { listUnknownOriginals, removeStrayNotes } from "./listUnknownOriginals.ts";
export { addPlaceNote, keepPlaces, placeNotePath, readPlaceNote } from "./placeNote.ts";
export { damagedOriginal, readOriginal } from "./readOriginal.ts";
