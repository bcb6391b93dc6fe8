import { IconRulerMeasure } from "@tabler/icons-react";
import { measureHandlers, measureKeys } from "../measures/measureHandlers.ts";
import type { Tool } from "../tool.ts";

export const measureDistance: Tool = {
  id: "distance",
  name: "Distance",
  icon: IconRulerMeasure,
  key: "Alt+1",
  help: "Measure a distance: drag, or click both ends",
  group: "measure",
  order: 1,
  cursor: "crosshair",
  keys: measureKeys,
  use: (pane) => measureHandlers("distance", pane),
};
