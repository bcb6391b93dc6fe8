import { IconLayersDifference, IconListCheck, IconStackPop, IconStackPush } from "@tabler/icons-react";
import { stepLevel } from "../case/places.ts";
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
