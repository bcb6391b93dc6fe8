import { IconPin } from "@tabler/icons-react";
import { measureHandlers, measureKeys } from "../measures/measureHandlers.ts";
import type { Tool } from "../tool.ts";

export const measurePoint: Tool = {
  id: "point",
  name: "Point: value and place",
  icon: IconPin,
  key: "Alt+4",
  help: "Measure the value and the place of a point: click",
  group: "measure",
  order: 4,
  cursor: "crosshair",
  keys: measureKeys,
  use: (pane) => measureHandlers("point", pane),
};
