import type { Layout } from "#shared/domain/layout.ts";
import type { MissingDrawing } from "#shared/domain/project/segmentsToDraw.ts";
import { client } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { Desk } from "../desk.ts";
import { paneCounts } from "../deskState.ts";
import type { CasePlace, OpenCase } from "./openCase.ts";

type Region = CasePlace["region"];

/** The image that is drawn on in a region; undefined where none is. */
export function drawnOn(region: Region) {
  return region.images.find(({ use }) => use === "drawn on");
}

/** Shows a region in its layout at one of its levels: every image at the slice of the level. The same region's panes stay as they are arranged. */
export function showPlace(
  desk: Desk,
  { place, levels }: Pick<OpenCase, "place" | "levels">,
  { region, level }: CasePlace,
  { isNew = false }: { readonly isNew?: boolean } = {},
): void {
  const before = place.value;
  place.set({ region, level });
  levels.set(region.id, level);
  const slices = region.levels.find((each) => each.level === level)?.slices ?? {};
  const isOther = isNew || before.region.id !== region.id;
  desk.arrange(
    isOther ? { layout: region.layout as Layout, volumeIds: region.images.map(({ imageId }) => imageId) } : null,
    (volumeId) => slices[volumeId] ?? null,
  );
}

/** Goes to a region, at the level that was on show there last, or at which it begins. */
export function goToRegion(desk: Desk, openCase: OpenCase, region: Region): void {
  showPlace(desk, openCase, { region, level: openCase.levels.get(region.id) ?? region.startLevel ?? region.levels[0]?.level ?? null });
}

/** While a form is filled by keys, none of which reach the images, these show the region and the level that it asks about. */
export function followCell(desk: Desk, openCase: OpenCase): void {
  const cell = openCase.isScoring.value ? openCase.cell.value : null;
  const region = openCase.reading.regions.find(({ id }) => id === cell?.region);
  if (!cell || !region) return;
  const { value: place } = openCase.place;
  const level = region.levels.find((each) => each.level === cell.level)?.level;
  if (level !== undefined && (level !== place.level || region.id !== place.region.id)) showPlace(desk, openCase, { region, level });
  else if (region.id !== place.region.id) goToRegion(desk, openCase, region);
}

/** Goes to the next level or the one before, also into the next region; says where there is none. */
export function stepLevel(desk: Desk, openCase: OpenCase, drawing: Pick<DrawingDesk, "say">, step: 1 | -1): void {
  const { regions } = openCase.reading;
  const { region, level } = openCase.place.value;
  const all = regions.flatMap((each) => each.levels.map((of) => ({ region: each, level: of.level })));
  const at = all.findIndex((each) => each.region.id === region.id && each.level === level);
  const next = all[at + step];
  if (next) showPlace(desk, openCase, next);
  else drawing.say(all.length === 0 ? "This study reads no levels." : step === 1 ? "This is the last level." : "This is the first level.");
}

/** The image whose slices are the levels of a region: the one that is drawn on; where nothing is drawn, the first one. */
const levelImage = (region: Region) => drawnOn(region) ?? region.images[0];

/** Has the program keep the slice on show of the image that is drawn on as the level that is chosen; says why it cannot be. */
export async function chooseLevel(desk: Desk, openCase: OpenCase, drawing: Pick<DrawingDesk, "say">): Promise<void> {
  const { region, level } = openCase.place.value;
  const name = region.levels.find((each) => each.level === level)?.name;
  if (!region.choosesLevels || level === null || name === undefined) {
    drawing.say("The levels of this region are not chosen by the reader.");
    return;
  }
  const image = levelImage(region)!;
  const { panes, layout } = desk.state.value;
  const pane = panes.slice(0, paneCounts[layout]).findIndex(({ volumeId }) => volumeId === image.imageId);
  const view = desk.viewport(pane)?.state;
  if (view?.plane !== "acquisition" || view.volume?.id !== image.imageId) {
    drawing.say(`Show ${image.name} as it was acquired first: its slices are the levels.`);
    return;
  }
  try {
    const { readingId } = openCase.reading;
    openCase.followLevels(await client.reading.chooseLevel.mutate({ readingId, region: region.id, level, slice: view.sliceIndex }));
    drawing.say(`Slice ${view.sliceIndex + 1} of ${image.name} is ${name}.`);
  } catch (error) {
    drawing.say(plainWords(error));
  }
}

/** Makes an image active: in the pane that shows it, else in the active one. */
export function showImage(desk: Desk, imageId: string): void {
  const { panes, layout, activePane } = desk.state.value;
  const pane = panes.slice(0, paneCounts[layout]).findIndex(({ volumeId }) => volumeId === imageId);
  if (pane >= 0) desk.activate(pane);
  else desk.show(activePane, imageId);
}

/** Where a missing drawing belongs. */
export type MissingPlace = CasePlace & { readonly imageId: string; readonly segment: string };

/** Goes to where a segment is missing, with the segment and the image active. */
export function goToMissing(desk: Desk, openCase: OpenCase, drawing: Pick<DrawingDesk, "sessions">, place: MissingPlace): void {
  const { region, level, imageId, segment: name } = place;
  showPlace(desk, openCase, { region, level });
  const slice = region.levels.find((each) => each.level === level)?.slices[imageId];
  if (slice === undefined) showImage(desk, imageId);
  else desk.goToSlice(imageId, slice);
  const session = drawing.sessions.value.get(imageId);
  const segment = session?.state.value.segmentation.segments.find((each) => each.name === name);
  if (session && segment) session.activate(segment.number);
}

/**
 * Whether every segment is drawn on a level of the image that is drawn on: nothing of it is missing, and where it is open here, each segment has a voxel on
 * the slice.
 */
export function isLevelDone(
  { lacks }: Pick<OpenCase, "lacks">,
  drawing: Pick<DrawingDesk, "sessions">,
  region: Region,
  level: Region["levels"][number],
): boolean {
  const image = drawnOn(region);
  const slice = image && level.slices[image.imageId];
  if (!image || slice === undefined || region.segments.length === 0 || lacks.value === null) return false;
  if (lacks.value.drawings.some((missing) => missing.region === region.id && missing.level === level.level && missing.role === image.role))
    return false;
  const session = drawing.sessions.value.get(image.imageId);
  if (!session) return true;
  const drawn = new Set(session.slice(slice));
  return session.state.value.segmentation.segments.every(({ number }) => drawn.has(number));
}

/** Where a missing drawing is to be drawn; null where this reading has no such place. */
export function placeOfMissing(regions: readonly Region[], { region: id, role, level, segment }: MissingDrawing): MissingPlace | null {
  const region = regions.find((each) => each.id === id);
  const image = region?.images.find((each) => each.role === role);
  return region && image ? { region, level, imageId: image.imageId, segment } : null;
}
