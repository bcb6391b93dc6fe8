import { IconAngle } from "@tabler/icons-react";
import { measureHandlers, measureKeys } from "../measures/measureHandlers.ts";
import type { Tool } from "../tool.ts";

export const measureAngle: Tool = {
  id: "angle",
  name: "Angle",
  icon: IconAngle,
  key: "Alt+2",
  help: "Measure an angle: drag or click the first arm to the vertex, then click the end of the other",
  group: "measure",
  order: 2,
  cursor: "crosshair",
  keys: measureKeys,
  use: (pane) => measureHandlers("angle", pane),
};
