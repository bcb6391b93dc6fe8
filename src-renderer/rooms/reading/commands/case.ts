import { IconLayersDifference, IconListCheck, IconMapPin, IconStackPop, IconStackPush } from "@tabler/icons-react";
import { chooseLevel, stepLevel } from "../case/places.ts";
import type { Reading, ReadingCommand } from "../readingCommand.ts";

const group = "Case";
const besides = "Level before or after";
const whyNot = ({ desk }: Reading) => (desk.openCase ? null : "Levels and drawing rules belong to a reader study.");

/** In a reading of a reader study: its levels, and the rules by which is drawn. */
export const caseCommands: readonly ReadingCommand[] = [
  {
    id: "level before",
    name: "Level before",
    icon: IconStackPop,
    keys: ["Shift+PageUp"],
    help: besides,
    group,
    whyNot,
    run: ({ desk, drawing }) => desk.openCase && stepLevel(desk, desk.openCase, drawing, -1),
  },
  {
    id: "level after",
    name: "Level after",
    icon: IconStackPush,
    keys: ["Shift+PageDown"],
    help: besides,
    group,
    whyNot,
    run: ({ desk, drawing }) => desk.openCase && stepLevel(desk, desk.openCase, drawing, 1),
  },
  {
    id: "choose level",
    name: "This slice is the level",
    icon: IconMapPin,
    keys: ["Shift+L"],
    help: "The slice on show is the level that is chosen, where readers choose them",
    group,
    whyNot: ({ desk }) =>
      desk.openCase && !desk.openCase.isCompared && desk.openCase.place.value.region.choosesLevels
        ? null
        : "Levels are chosen by the reader where the protocol of a reader study says so.",
    run: ({ desk, drawing }) => desk.openCase && void chooseLevel(desk, desk.openCase, drawing),
  },
  {
    id: "drawing rules",
    name: "Drawing rules",
    icon: IconListCheck,
    keys: ["D"],
    help: "Drawing rules",
    group,
    whyNot,
    run: ({ desk }) => desk.openCase?.sheet.set("rules"),
  },
  {
    id: "readings of a consensus",
    name: "Outlines of A, B, both or neither",
    icon: IconLayersDifference,
    keys: ["Y"],
    help: "In a consensus: outlines of A and B, of A, of B, of neither",
    group,
    whyNot: ({ desk }) => (desk.openCase?.pair ? null : "Two readings are shown where their consensus is made."),
    run: ({ desk }) => desk.openCase?.pair?.showNext(),
  },
];
