import { IconOval } from "@tabler/icons-react";
import { measureHandlers, measureKeys } from "../measures/measureHandlers.ts";
import type { Tool } from "../tool.ts";

export const measureEllipse: Tool = {
  id: "ellipse",
  name: "Ellipse: area and values",
  icon: IconOval,
  key: "Alt+3",
  help: "Measure area and values within an ellipse: drag, or click two corners of the box around it",
  group: "measure",
  order: 3,
  cursor: "crosshair",
  keys: measureKeys,
  use: (pane) => measureHandlers("ellipse", pane),
};
